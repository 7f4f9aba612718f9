package import CoreVocabulary
package import MoneyCore

/// Money that the bank itself sets aside on an account.
package struct BankHold: Hashable, Sendable {
    /// The account whose money is held.
    package let debitAccountID: AccountID
    /// The account that is credited when the hold is posted.
    package let creditAccountID: AccountID
    /// The amount that is held.
    package let amount: Money
    /// The reference shown to the holder.
    package let reference: String
    /// The first instant at which the hold can no longer be posted; nil for never.
    package let expiresAt: Instant?

    /// Creates the description of a hold to place.
    package init(
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
