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

    /// Applies a batch that came over a stream: as ``apply(_:after:serverTime:)``, but a batch with
    /// an entry that does not follow is left alone, since the one before it may only be lost.
    ///
    /// - Throws: ``StreamGap`` then; nothing was done.
    func applyStreamed(
        _ batch: FeedBatch,
        after expected: Cursor?,
        serverTime: Instant
    ) async throws -> ApplyResult

    /// Applies a page of a snapshot, and notes where the next one begins.
    ///
    /// The first page, whose place has an empty name, begins the snapshot: what is held stays, and
    /// each row is confirmed, replaced or removed as the pages go by. After the last one the record
    /// stands at the snapshot's cursor.
    ///
    /// - Parameters:
    ///   - changes: What the page holds.
    ///   - place: Which page it is; another than the record waits for is not applied.
    ///   - nextPage: Where the next page begins; nil when this is the last.
    ///   - serverTime: The bank's time in the answer.
    /// - Returns: What came of it.
    /// - Throws: A ``ChainFault`` that a row in the way showed; an error of the store.
    func applyPage(
        _ changes: [FeedChange],
        of place: SnapshotPlace,
        nextPage: String?,
        serverTime: Instant
    ) async throws -> ApplyResult

    /// The chains of all accounts, those without entries too, in the order of their identifiers.
    func heads() async throws -> [ChainHead]

    /// The hashes of an account's chain after these entries; nil for one that cannot be had.
    func chainHashes(of accountID: AccountID, at sequences: [Int64]) async throws -> [Digest256?]

    /// Puts an account in doubt and takes its entries from a place on out of the record; they are
    /// kept as evidence.
    ///
    /// - Parameters:
    ///   - fault: The account, and the first place that is wrong.
    ///   - foundAt: When that was found, by the bank's clock.
    ///   - keepsAccount: Whether the account stays; one that the bank does not know goes, and its
    ///     entries are kept as evidence.
    /// - Throws: An error of the store.
    func setAside(_ fault: ChainFault, foundAt: Instant, keepsAccount: Bool) async throws

    /// Adds entries that were fetched again to an account in doubt, each verified by its chain.
    ///
    /// - Returns: The first that does not follow; it is kept as evidence, and none after it was
    ///   taken.
    func refill(
        _ accountID: AccountID,
        with entries: [EntryRecord],
        foundAt: Instant
    ) async throws -> ChainFault?

    /// The stretches of places near a fault that have no entry that can be read, in order; none when
    /// the place of the fault has one.
    ///
    /// - Parameters:
    ///   - fault: The account and the place.
    ///   - limit: The most places that are looked at to each side.
    /// - Returns: The stretches; of those that go on beyond what is looked at, only the one around the
    ///   fault.
    /// - Throws: A ``ChainFault`` that the chain shows; an error of the store.
    func damagedPlaces(around fault: ChainFault, limit: Int) async throws -> [ClosedRange<Int64>]

    /// Puts entries in the place of damaged rows, which are kept as evidence; a row among them that
    /// can be read stays.
    ///
    /// - Returns: Whether each stretch of them leads from the row before it to the row after it; one
    ///   that does not is left as it is.
    func mend(
        _ accountID: AccountID,
        with entries: [EntryRecord],
        foundAt: Instant
    ) async throws -> Bool

    /// The accounts, and the payees, whose rows are not those that were written last: damaged, gone,
    /// or exchanged for older ones. What cannot be told apart from them belongs to it as well.
    ///
    /// - Complexity: O(n) in the accounts, holds and payees.
    func unprovenPart() async throws -> RecordPart

    /// Puts what the bank tells of a part in its place; what stood there and is not told is kept as
    /// evidence, and an account that is not told goes.
    ///
    /// - Parameters:
    ///   - part: The part.
    ///   - changes: The accounts, the pending holds and the payees of the part, and nothing else.
    ///   - cursor: The place in the feed as of which they are told.
    ///   - foundAt: When the part was found wrong, by the bank's clock.
    /// - Returns: False if the record does not stand at the cursor; nothing was done then.
    /// - Throws: An error of the store.
    func replace(
        _ part: RecordPart,
        with changes: [FeedChange],
        at cursor: Cursor,
        foundAt: Instant
    ) async throws -> Bool

    /// The chain after the first entry behind a fault that can be read; nil when there is none.
    func nextHead(after fault: ChainFault) async throws -> ChainHead?

    /// Lifts the doubt about an account whose chain was recomputed.
    func liftDoubt(about accountID: AccountID) async throws

    /// Notes when both sides were found to agree.
    func noteCompared(at serverTime: Instant) async throws

    /// Puts an account in doubt and keeps what was found as evidence.
    ///
    /// - Parameters:
    ///   - fault: The account and the place.
    ///   - foundAt: When it was found, by the bank's clock.
    /// - Throws: An error of the store.
    func doubt(_ fault: ChainFault, foundAt: Instant) async throws

    /// Sets the record back to the beginning of the feed, to be compared with all of it.
    ///
    /// Rows stay and can be read; each is confirmed, replaced or removed as the feed goes by.
    func beginRepair() async throws

    /// Notes that the record was found right at a time, without any change; the last time that is told
    /// counts.
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

    /// What was found wrong, oldest first; ``RecordState/unkeptEvidence`` says what else was.
    func evidence() async throws -> [Evidence]

    /// Marks what was found wrong with an account as told to the bank.
    ///
    /// - Parameters:
    ///   - marks: The marks by the bytes that were found; every finding with these bytes gets one.
    ///   - accountID: The account.
    /// - Throws: An error of the store.
    func noteTold(_ marks: [[UInt8]: EvidenceMark], of accountID: AccountID) async throws

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
    /// When the record is known to have been right, by the bank's clock; while a snapshot is not
    /// finished, when it will have been: see ``wholeAt``.
    public var confirmedAt: Instant
    /// Whether the record is being compared with the feed from the beginning.
    public var isRepairing: Bool
    /// The life of the books from which the rows come that are compared; nil while none are.
    public var heldEpoch: UInt64?
    /// The accounts whose access the bank has said to be over, and not given again so far, in the
    /// order of their identifiers; nothing of them stays if it is so when the record has caught up.
    public var endedAccesses: [AccountID]
    /// The highest places of entries that the bank told of and the record could not take, by account;
    /// nothing of an account whose chain has reached its place.
    ///
    /// A repair forgets them: what there is, it is told again.
    public var toldSequences: [AccountID: Int64]
    /// The accounts in doubt, each with its first fault, in the order of their identifiers.
    public var doubts: [ChainFault]
    /// The snapshot that was begun and not finished: where its next page begins.
    public var snapshot: SnapshotPlace?
    /// When both sides were last found to agree, by the bank's clock; nil for never.
    public var comparedAt: Instant?
    /// How many findings about an account were not kept as evidence, where there were too many.
    public var unkeptEvidence: [AccountID: Int64]

    /// Makes a state; without arguments that of an empty record.
    public init(
        cursor: Cursor? = nil,
        confirmedAt: Instant = .epoch,
        isRepairing: Bool = false,
        doubts: [ChainFault] = [],
        snapshot: SnapshotPlace? = nil,
        comparedAt: Instant? = nil,
        unkeptEvidence: [AccountID: Int64] = [:],
        heldEpoch: UInt64? = nil,
        endedAccesses: [AccountID] = [],
        toldSequences: [AccountID: Int64] = [:]
    ) {
        self.cursor = cursor
        self.confirmedAt = confirmedAt
        self.isRepairing = isRepairing
        self.doubts = doubts
        self.snapshot = snapshot
        self.comparedAt = comparedAt
        self.unkeptEvidence = unkeptEvidence
        self.heldEpoch = heldEpoch
        self.endedAccesses = endedAccesses
        self.toldSequences = toldSequences
    }

    /// When the record is known to have been right: at no time that can be named, which is the
    /// epoch, while it holds only a part of a snapshot.
    public var wholeAt: Instant { snapshot == nil ? confirmedAt : .epoch }
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
    /// The highest place of an entry that the bank told of and the record could not take; zero where
    /// there is none.
    public let toldSequence: Int64

    /// Makes it.
    public init(
        record: AccountRecord,
        head: ChainHead,
        isInDoubt: Bool,
        toldSequence: Int64 = 0
    ) {
        self.record = record
        self.head = head
        self.isInDoubt = isInDoubt
        self.toldSequence = toldSequence
    }

    /// True if entries are missing that the bank told of: the history of an account that was granted
    /// comes bit by bit, and the balance after a part of it was right at no time that can be named.
    public var isPartial: Bool {
        head.accountSequence < max(record.accountSequence, toldSequence)
    }
}

/// Something that was found wrong, kept as it was found.
public struct Evidence: Hashable, Sendable {
    /// Which entry, and what is wrong with it; the place 0 where it is none.
    public let fault: ChainFault
    /// The bytes as they were found: those of an entry where one could be read, those of a change of
    /// the feed where it is another row that could be read, and else what stood on the disk.
    public let bytes: [UInt8]
    /// When it was found, by the bank's clock.
    public let foundAt: Instant
    /// The bank's word on it; nil before it was told.
    public var mark: EvidenceMark?

    /// Makes it.
    public init(
        fault: ChainFault,
        bytes: [UInt8],
        foundAt: Instant = .epoch,
        mark: EvidenceMark? = nil
    ) {
        self.fault = fault
        self.bytes = bytes
        self.foundAt = foundAt
        self.mark = mark
    }

    /// The entry that was found; nil when the bytes are not those of one of the account.
    public var entry: EntryRecord? {
        // Whatever else it is, it is told as bytes.
        let entry = try? EntryRecord(canonicalBytes: bytes)
        return entry?.accountID == fault.accountID ? entry : nil
    }
}

/// A batch of a stream holds an entry that does not follow what is held.
public struct StreamGap: Error, Equatable, Sendable {
    /// Makes it.
    public init() {}
}
