public import CoreVocabulary
public import MoneyCore

/// A request to open an account.
public struct AccountOpening: Hashable, Sendable {
    /// Identifier of the new account.
    public let id: AccountID
    /// The only currency that the account will hold.
    public let currency: Currency
    /// Side on which the balance increases: credit for a customer's deposit, debit for the bank's
    /// cash.
    public let normalBalance: Side
    /// Limits on the new account's balance.
    public let limits: AccountLimits

    /// Creates a request to open an account.
    public init(
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
