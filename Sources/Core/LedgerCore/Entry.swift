public import CoreVocabulary
public import MoneyCore

/// One side of a booked transfer, as a line in one account.
public struct Entry: Hashable, Sendable {
    /// The account to which the entry belongs.
    public let accountID: AccountID
    /// Sequence of the entry in its account: 1, 2, 3 without a gap.
    public let accountSequence: Int64
    /// The transfer that produced the entry.
    public let transferID: TransferID
    /// The journal of that transfer.
    public let journalID: JournalID
    /// Side of the account on which the entry is booked.
    public let side: Side
    /// Amount of the entry, above zero.
    public let amount: Money
    /// The account's booked balance after the entry, positive on the normal side.
    public let balanceAfter: Money
    /// Time at which the entry was booked.
    public let bookedAt: Instant
    /// Value date: the day from which the entry counts.
    public let valueDate: BusinessDate

    /// Restores an entry from stored values.
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

    /// Returns the change of the balance in minor units, positive if on the account's normal side.
    public func signedMinorUnits(normalBalance: Side) -> Int64 {
        side == normalBalance ? amount.minorUnits : -amount.minorUnits
    }
}
