package import CoreVocabulary
package import MoneyCore

/// One side of a booked transfer, as a line in one account.
package struct Entry: Hashable, Sendable {
    /// The account to which the entry belongs.
    package let accountID: AccountID
    /// Sequence of the entry in its account: 1, 2, 3 without a gap.
    package let accountSequence: Int64
    /// The transfer that produced the entry.
    package let transferID: TransferID
    /// The journal of that transfer.
    package let journalID: JournalID
    /// Side of the account on which the entry is booked.
    package let side: Side
    /// Amount of the entry, above zero.
    package let amount: Money
    /// The account's booked balance after the entry, positive on the normal side.
    package let balanceAfter: Money
    /// Time at which the entry was booked.
    package let bookedAt: Instant
    /// Value date: the day from which the entry counts.
    package let valueDate: BusinessDate

    /// Restores an entry from stored values.
    package init(
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
    package func signedMinorUnits(normalBalance: Side) -> Int64 {
        side == normalBalance ? amount.minorUnits : -amount.minorUnits
    }
}
