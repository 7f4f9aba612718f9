public import CoreVocabulary
public import LedgerCore
public import SyncCore
public import Cryptography

/// Reads of the ledger proper.
public protocol AccountReading {
    /// An account; nil when there is none.
    func account(_ id: AccountID) throws -> StoredAccount?
    /// The account with a number; nil when there is none.
    func account(number: String) throws -> AccountID?
    /// All accounts in the order of opening.
    func accounts() throws -> [StoredAccount]
    /// A transfer and what became of it; nil when there is none.
    func transfer(_ id: TransferID) throws -> TransferRecord?
    /// A journal and its decision; nil when there is none.
    func journal(_ id: JournalID) throws -> JournalRecord?
    /// The hash of what the entries of a journal were to show; nil when none was kept.
    func narrativeDigest(of id: JournalID) throws -> Digest256?
    /// The latest instant at which a transfer was booked, a pending one ended or a journal was
    /// refused; the epoch before the first.
    func latestBookedAt() throws -> Instant
    /// Pending transfers whose time is over, earliest first.
    func duePendings(at instant: Instant, limit: Int) throws -> [DuePending]
    /// What the holder of an account was told of a hold when it was made; nil for none.
    func hold(_ transferID: TransferID, of accountID: AccountID) throws -> HoldRecord?
    /// The holds of an account that are pending, oldest first.
    func pendingHolds(of accountID: AccountID) throws -> [HoldRecord]
    /// Booked transfers in the order of booking.
    ///
    /// Nothing outside the dates asked for is read: booking times never run backwards, so both ends
    /// are found by halving.
    ///
    /// - Parameters:
    ///   - filter: Which.
    ///   - position: Only those after this one; zero for all.
    ///   - limit: How many at most.
    /// - Returns: The transfers, both sides of each.
    /// - Throws: What the store throws.
    func exportedTransfers(
        _ filter: ExportFilter,
        after position: Int64,
        limit: Int
    ) throws -> [ExportedTransfer]
}

/// Writes of the ledger proper.
///
/// Rows are added; of an account only its state is replaced.
public protocol AccountWriting {
    /// Adds an account.
    func insert(_ account: StoredAccount) throws
    /// Replaces an account's counters, limits, closing and head.
    func update(_ account: StoredAccount) throws
    /// Adds a transfer; one that pends is open until a resolution is added.
    func insert(_ transfer: TransferRecord) throws
    /// Adds how a pending transfer ended.
    func insert(_ resolution: PendingResolution) throws
    /// Adds a journal that was refused; an accepted one is known by its transfers.
    func insert(refused journal: JournalRecord) throws
    /// Adds the hash of what the entries of a journal are to show.
    func insert(narrativeDigest: Digest256, of id: JournalID) throws
    /// Adds what the holder of an account is told of a hold.
    func insert(_ hold: HoldRecord) throws
    /// Adds an entry of a transfer that was added before.
    ///
    /// - Parameters:
    ///   - entry: The entry.
    ///   - side: The side of the account that it stands on.
    ///   - chainHash: The chain's hash after it.
    ///   - feedSequence: Its number in the feed.
    ///   - groupSequence: The first number that is committed together with it.
    /// - Throws: What the store throws; nothing of the database transaction stays then.
    func insert(
        _ entry: EntryRecord,
        side: Side,
        chainHash: Digest256,
        feedSequence: Int64,
        groupSequence: Int64
    ) throws
}
