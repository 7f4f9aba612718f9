public import CoreVocabulary
public import MoneyCore

/// A request to open an account.
public struct AccountOpening: Hashable, Sendable {
    /// Which account it will be.
    public let id: AccountID
    /// The one currency it will hold.
    public let currency: Currency
    /// The side on which it grows: credit for a customer's deposit, debit for the bank's cash.
    public let normalBalance: Side
    /// What its balance may not cross.
    public let limits: AccountLimits

    /// Makes a request.
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
