public import CoreVocabulary
public import Cryptography
public import SyncCore

/// The local record: what the bank has told this user, with every chain verified.
///
/// Every method is one transaction. A reader that meets a row which is not what was put there
/// throws the ``ChainFault`` that names it; ``RecordStoreError`` says that the whole record is lost;
/// any other error means that the store failed for now.
public protocol RecordStore: Sendable {
    /// Where the record stands.
    func state() async throws -> RecordState

    /// Applies a batch: rows, heads and cursor together, or nothing.
    ///
    /// - Parameters:
    ///   - batch: What the bank answered.
    ///   - expected: The cursor that was asked with; a record that stands elsewhere is not changed.
    ///   - serverTime: The bank's time in the answer.
    /// - Returns: What came of it.
    /// - Throws: A ``ChainFault`` that a row in the way showed; an error of the store.
    func apply(
        _ batch: FeedBatch,
        after expected: Cursor?,
        serverTime: Instant
    ) async throws -> ApplyResult

    /// Puts an account in doubt and keeps what was found as evidence.
    func doubt(_ fault: ChainFault) async throws

    /// Sets the record back to the beginning of the feed, to be compared with all of it.
    ///
    /// Rows stay and can be read; each is confirmed, replaced or removed as the feed goes by.
    func beginRepair() async throws

    /// Notes that the record was found right at a time, without any change.
    func confirm(at serverTime: Instant) async throws

    /// The accounts in the order in which they became known.
    func accounts() async throws -> [HeldAccount]

    /// One account; nil when the user has no such account.
    func account(_ accountID: AccountID) async throws -> HeldAccount?

    /// Entries of an account at these places, oldest first; places that do not exist are left out.
    ///
    /// - Complexity: O(log n) and the rows themselves.
    func entries(
        of accountID: AccountID,
        sequences: ClosedRange<Int64>
    ) async throws -> [EntryRecord]

    /// Folds the bytes of entries, newest first, without making records of them.
    ///
    /// - Parameters:
    ///   - accountID: The account.
    ///   - sequences: The places to visit, from the last one down.
    ///   - initial: Where the fold starts.
    ///   - body: Takes one entry in: its place, and its canonical bytes, which `EntryView` reads.
    /// - Returns: Where the fold ends.
    /// - Throws: The ``ChainFault`` of an entry that is not what was put there.
    func fold<Result: Sendable>(
        entriesOf accountID: AccountID,
        sequences: ClosedRange<Int64>,
        into initial: Result,
        _ body: @Sendable (inout Result, Int64, [UInt8]) -> Void
    ) async throws -> Result

    /// The chain's hash after an entry; nil when there is no such entry.
    func chainHash(of accountID: AccountID, at sequence: Int64) async throws -> Digest256?

    /// Recomputes a stretch of an account's chain.
    ///
    /// - Parameters:
    ///   - accountID: The account.
    ///   - head: The chain as far as it was recomputed; the genesis to begin with.
    ///   - limit: How many entries to take.
    /// - Returns: The chain after them: the same head when nothing is left.
    /// - Throws: The ``ChainFault`` of the first entry that is wrong.
    func verify(
        _ accountID: AccountID,
        from head: ChainHead,
        limit: Int
    ) async throws -> ChainHead

    /// The pending holds of an account, oldest first.
    func holds(of accountID: AccountID) async throws -> [HoldRecord]

    /// The payees, in the order of their accounts' identifiers.
    func payees() async throws -> [PayeeRecord]

    /// What was found wrong, oldest first.
    func evidence() async throws -> [Evidence]

    /// Throws everything away; the record is empty afterwards.
    func discard() async throws

    /// Closes the store and forgets its key; nothing can be read any more.
    func close() async
}

/// What a store can say of a record as a whole.
public enum RecordStoreError: Error, Equatable, Sendable {
    /// It cannot be read any more; only ``RecordStore/discard()`` helps.
    case damaged
}

/// Where a record stands.
public struct RecordState: Hashable, Sendable {
    /// The last change applied, or nil before the first.
    public var cursor: Cursor?
    /// When the record is known to have been right, by the bank's clock.
    public var confirmedAt: Instant
    /// Whether the record is being compared with the feed from the beginning.
    public var isRepairing: Bool
    /// The accounts in doubt, each with its first fault, in the order of their identifiers.
    public var doubts: [ChainFault]

    /// Makes a state; without arguments that of an empty record.
    public init(
        cursor: Cursor? = nil,
        confirmedAt: Instant = .epoch,
        isRepairing: Bool = false,
        doubts: [ChainFault] = []
    ) {
        self.cursor = cursor
        self.confirmedAt = confirmedAt
        self.isRepairing = isRepairing
        self.doubts = doubts
    }
}

/// What came of a batch.
public struct ApplyResult: Hashable, Sendable {
    /// Whether the record stood where the batch begins; if not, nothing was done.
    public let isApplied: Bool
    /// Where the record stands now.
    public let state: RecordState
    /// The faults that this batch showed.
    public let faults: [ChainFault]

    /// Makes a result.
    public init(isApplied: Bool, state: RecordState, faults: [ChainFault]) {
        self.isApplied = isApplied
        self.state = state
        self.faults = faults
    }
}

/// An account as the record holds it.
public struct HeldAccount: Hashable, Sendable {
    /// What the bank told of it.
    public let record: AccountRecord
    /// Its chain, computed here.
    public let head: ChainHead
    /// Whether it is in doubt.
    public let isInDoubt: Bool

    /// Makes it.
    public init(record: AccountRecord, head: ChainHead, isInDoubt: Bool) {
        self.record = record
        self.head = head
        self.isInDoubt = isInDoubt
    }
}

/// Something that was found wrong, kept as it was found.
public struct Evidence: Hashable, Sendable {
    /// Which entry, and what is wrong with it.
    public let fault: ChainFault
    /// The bytes as they were found: sealed if they stood in the record, plain if they arrived.
    public let bytes: [UInt8]

    /// Makes it.
    public init(fault: ChainFault, bytes: [UInt8]) {
        self.fault = fault
        self.bytes = bytes
    }
}
