import CoreVocabulary
import LedgerCore
import MoneyCore

/// Checks that the entries of one account follow one another, as a store hands them out in order.
struct EntryFollower {
    /// What is wrong with an entry in its place.
    enum Fault: Hashable {
        /// It is another account's, or in another currency.
        case wrongAccount
        /// An entry before it is missing, or it stands twice.
        case gap
        /// Its balance is not the one before it, changed by its amount.
        case wrongBalance
        /// It was booked before the entry in front of it.
        case bookedTooEarly
    }

    /// The account whose entries are followed.
    let accountID: AccountID
    /// The side on which that account grows.
    let normalBalance: Side
    /// The sequence of the last entry that followed; 0 before the first.
    private(set) var sequence: Int64
    /// The balance after that entry.
    private(set) var balance: Money
    /// When that entry was booked; nil before the first.
    private(set) var bookedAt: Instant?

    /// Begins at an account's first entry, or after one whose sequence and balance are known.
    init(
        accountID: AccountID,
        normalBalance: Side,
        balance: Money,
        sequence: Int64 = 0,
        bookedAt: Instant? = nil
    ) {
        self.accountID = accountID
        self.normalBalance = normalBalance
        self.balance = balance
        self.sequence = sequence
        self.bookedAt = bookedAt
    }

    /// Takes the next entry.
    ///
    /// - Returns: What is wrong with it, and then it is not taken; nil when it follows.
    mutating func take(_ entry: Entry) -> Fault? {
        guard entry.accountID == accountID, entry.amount.currency == balance.currency,
            entry.balanceAfter.currency == balance.currency
        else { return .wrongAccount }
        guard sequence < .max, entry.accountSequence == sequence + 1 else { return .gap }
        let change = Int128(entry.amount.minorUnits) * (entry.side == normalBalance ? 1 : -1)
        guard Int128(balance.minorUnits) + change == Int128(entry.balanceAfter.minorUnits) else {
            return .wrongBalance
        }
        if let bookedAt, entry.bookedAt < bookedAt { return .bookedTooEarly }
        sequence = entry.accountSequence
        balance = entry.balanceAfter
        bookedAt = entry.bookedAt
        return nil
    }
}
