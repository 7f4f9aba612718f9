package import CoreVocabulary
package import LedgerCore
package import SyncCore
package import Cryptography

/// Read operations on accounts, transfers and journals.
package protocol AccountReading {
    /// Returns an account; nil if there is none.
    func account(_ id: AccountID) throws -> StoredAccount?
    /// Returns the account with exactly this number; nil if there is none.
    func account(number: String) throws -> AccountID?
    /// Returns all accounts in the order of opening.
    func accounts() throws -> [StoredAccount]
    /// Returns a transfer with its status; nil if there is none.
    func transfer(_ id: TransferID) throws -> TransferRecord?
    /// Returns a journal and its decision; nil if there is none.
    func journal(_ id: JournalID) throws -> JournalRecord?
    /// Returns the hash of a journal's narratives; nil if none was stored.
    func narrativeDigest(of id: JournalID) throws -> Digest256?
    /// Returns the latest time at which a transfer was booked, a pending one ended or a journal was
    /// refused; the Unix epoch before the first.
    func latestBookedAt() throws -> Instant
    /// Returns expired pending transfers, earliest expiry first.
    func duePendings(at instant: Instant, limit: Int) throws -> [DuePending]
    /// Returns the record of a hold for one account as it was made; nil if there is none.
    func hold(_ transferID: TransferID, of accountID: AccountID) throws -> HoldRecord?
    /// Returns the pending holds of an account, oldest first.
    func pendingHolds(of accountID: AccountID) throws -> [HoldRecord]
    /// Returns both sides of booked transfers after a position, zero for all, in booking order.
    ///
    /// Nothing outside the requested dates is read. Booking times never decrease, so both ends are
    /// found by binary search.
    func exportedTransfers(
        _ filter: ExportFilter,
        after position: Int64,
        limit: Int
    ) throws -> [ExportedTransfer]
}

/// Write operations on accounts, transfers and journals.
///
/// Rows are only added, except for the state of an account, which is replaced.
package protocol AccountWriting {
    /// Inserts a new account.
    func insert(_ account: StoredAccount) throws
    /// Replaces an account's counters, limits, closed flag and chain head.
    func update(_ account: StoredAccount) throws
    /// Inserts a transfer; a pending one is open until a resolution is inserted.
    func insert(_ transfer: TransferRecord) throws
    /// Inserts the resolution of a pending transfer.
    func insert(_ resolution: PendingResolution) throws
    /// Inserts a refused journal; an accepted one is known by its transfers.
    func insert(refused journal: JournalRecord) throws
    /// Inserts the hash of a journal's narratives.
    func insert(narrativeDigest: Digest256, of id: JournalID) throws
    /// Inserts the record of a hold for an account.
    func insert(_ hold: HoldRecord) throws
    /// Inserts an entry of a transfer that was inserted before, with its chain's hash after it.
    func insert(
        _ entry: EntryRecord,
        side: Side,
        chainHash: Digest256,
        feedSequence: Int64,
        groupSequence: Int64
    ) throws
}
