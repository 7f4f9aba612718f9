public import CoreVocabulary
public import MoneyCore

/// One side of a booked transfer, as a line of one account.
public struct Entry: Hashable, Sendable {
    /// The account whose line it is.
    public let accountID: AccountID
    /// Its place among that account's entries: 1, 2, 3 without a gap.
    public let accountSequence: Int64
    /// The transfer that made it.
    public let transferID: TransferID
    /// The journal of that transfer.
    public let journalID: JournalID
    /// The side of the account that it stands on.
    public let side: Side
    /// How much, above zero.
    public let amount: Money
    /// The account's booked balance after it, signed by the account's normal side.
    public let balanceAfter: Money
    /// When it was booked.
    public let bookedAt: Instant
    /// The day from which it counts.
    public let valueDate: BusinessDate

    /// Makes an entry from what a store kept.
    public init(
        accountID: AccountID,
        accountSequence: Int64,
        transferID: TransferID,
        journalID: JournalID,
        side: Side,
        amount: Money,
        balanceAfter: Money,
        bookedAt: Instant,
        valueDate: BusinessDate
    ) {
        self.accountID = accountID
        self.accountSequence = accountSequence
        self.transferID = transferID
        self.journalID = journalID
        self.side = side
        self.amount = amount
        self.balanceAfter = balanceAfter
        self.bookedAt = bookedAt
        self.valueDate = valueDate
    }

    /// The amount as it changed the balance of an account that grows on a side, in minor units.
    public func signedMinorUnits(normalBalance: Side) -> Int64 {
        side == normalBalance ? amount.minorUnits : -amount.minorUnits
    }
}
