package import CoreVocabulary
package import MoneyCore

/// A request to open an account.
package struct AccountOpening: Hashable, Sendable {
    /// Identifier of the new account.
    package let id: AccountID
    /// The only currency that the account will hold.
    package let currency: Currency
    /// Side on which the balance increases: credit for a customer's deposit, debit for the bank's
    /// cash.
    package let normalBalance: Side
    /// Limits on the new account's balance.
    package let limits: AccountLimits

    /// Creates a request to open an account.
    package init(
        id: AccountID,
        currency: Currency,
        normalBalance: Side,
        limits: AccountLimits = .none
    ) {
        self.id = id
        self.currency = currency
        self.normalBalance = normalBalance
        self.limits = limits
    }
}
