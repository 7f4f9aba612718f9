package import CoreVocabulary
package import Cryptography
package import LedgerCore
package import SyncCore

/// Entry with its feed number and the chain hash that is stored with it.
package typealias ChainedEntry = (entry: EntryRecord, feedSequence: Int64, chainHash: Digest256)

/// Entry with its side, its account and its transfer, which is nil if the books lack it.
package typealias BookedEntry = (
    feedSequence: Int64, side: Side, account: Int64, booking: EntryBooking?
)

/// Transfer of an entry, with its accounts, and true if transfers of its kind make entries.
package typealias EntryBooking = (number: Int64, isBooked: Bool, debit: Int64, credit: Int64)

/// Assigned feed number, with the count of those reserved after it and the first of its group.
package typealias FeedNumber = (sequence: Int64, backfillCount: Int64, groupSequence: Int64)

/// Rows of the books that the invariants are stated over, each kind in the order of writing.
///
/// A function `first…` passes one row after another to its body until the body returns a value, and
/// returns that value. So a check reads every row in bounded memory and stops at the first fault.
package protocol BooksReading {
    /// Returns accounts with their numbers in the books, from 1, in the order of opening.
    func accountPage(
        after number: Int64,
        limit: Int
    ) throws -> [(number: Int64, account: StoredAccount)]
    /// Returns entries of an account after a sequence, oldest first.
    func chainPage(
        of accountID: AccountID,
        after sequence: Int64,
        limit: Int
    ) throws -> [ChainedEntry]
    /// Returns the entry with the highest sequence of an account, given by its number and its
    /// identifier; nil if there is none.
    func lastChainedEntry(_ number: Int64, of accountID: AccountID) throws -> ChainedEntry?
    /// Passes every transfer with its number, from 1, to a body until it returns a value.
    func firstTransfer<Found>(_ body: (Int64, TransferRecord) throws -> Found?) throws -> Found?
    /// Returns the number of booked transfers.
    func bookedTransferCount() throws -> Int64
    /// Passes every entry, in the order of the feed, to a body until it returns a value.
    func firstBookedEntry<Found>(_ body: (BookedEntry) throws -> Found?) throws -> Found?
    /// Returns the open holds that expire, earliest expiry first, then by transfer.
    func expiringHolds() throws -> [ExpiringHold]
    /// Passes every assigned feed number, ascending, to a body until it returns a value.
    func firstFeedNumber<Found>(_ body: (FeedNumber) throws -> Found?) throws -> Found?
    /// Returns the last assigned feed number.
    func feedHead() throws -> Int64
    /// Passes every audit row with its hash to a body until it returns a value.
    func firstAuditRow<Found>(_ body: (AuditRow, Digest256) throws -> Found?) throws -> Found?
}
