public import CoreVocabulary
public import MoneyCore

/// Money that the bank itself sets aside on an account.
public struct BankHold: Hashable, Sendable {
    /// The account whose money is held.
    public let debitAccountID: AccountID
    /// The account that is credited when the hold is posted.
    public let creditAccountID: AccountID
    /// The amount that is held.
    public let amount: Money
    /// The reference shown to the holder.
    public let reference: String
    /// The first instant at which the hold can no longer be posted; nil for never.
    public let expiresAt: Instant?

    /// Creates the description of a hold to place.
    public init(
        debitAccountID: AccountID,
        creditAccountID: AccountID,
        amount: Money,
        reference: String,
        expiresAt: Instant?
    ) {
        self.debitAccountID = debitAccountID
        self.creditAccountID = creditAccountID
        self.amount = amount
        self.reference = reference
        self.expiresAt = expiresAt
    }
}
