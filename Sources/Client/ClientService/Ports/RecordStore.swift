package import CoreVocabulary
package import Cryptography
package import SyncCore

/// Local record of the data received from the bank for one user, with every chain verified.
///
/// Every method is one transaction, and times are by the bank's clock. A read that meets an altered
/// row throws the ``ChainFault`` that names it. ``RecordStoreError`` means that the whole record is
/// lost. Any other error means that the store failed for now.
package protocol RecordStore: Sendable {
    /// Returns the state of the record.
    func state() async throws -> RecordState

    /// Applies a batch atomically: rows, heads and cursor together, or nothing.
    ///
    /// Nothing is changed if the record's cursor is not the expected one, that of the request.
    func apply(
        _ batch: FeedBatch,
        after expected: Cursor?,
        serverTime: Instant
    ) async throws -> ApplyResult

    /// Applies a batch from a stream, on which an entry before the one in the batch may have been lost.
    ///
    /// It works as ``apply(_:after:serverTime:)``, but throws ``StreamGap`` if an entry is missing.
    /// Nothing has changed then.
    func applyStreamed(
        _ batch: FeedBatch,
        after expected: Cursor?,
        serverTime: Instant
    ) async throws -> ApplyResult

    /// Applies a page of a snapshot, and records the position of the next one.
    ///
    /// The first page, whose position has an empty name, begins the snapshot: existing rows stay,
    /// and each is confirmed, replaced or removed as the pages are applied. After the last page, whose
    /// `nextPage` is nil, the record has the snapshot's cursor. A page that the record does not wait
    /// for is not applied.
    func applyPage(
        _ changes: [FeedChange],
        of place: SnapshotPosition,
        nextPage: String?,
        serverTime: Instant
    ) async throws -> ApplyResult

    /// Returns the chain heads of all accounts, including those without entries, in order of
    /// identifiers.
    func heads() async throws -> [ChainHead]

    /// Returns the hashes of an account's chain after these entries; nil for one that is
    /// unavailable.
    func chainHashes(of accountID: AccountID, at sequences: [Int64]) async throws -> [Digest256?]

    /// Puts an account in doubt and removes its entries from a fault on, keeping them as evidence.
    ///
    /// An account that the bank does not know is removed as well: it has `keepsAccount` false.
    func setAside(_ fault: ChainFault, foundAt: Instant, keepsAccount: Bool) async throws

    /// Adds entries that were fetched again to an account in doubt, each verified by its chain.
    ///
    /// Returns the fault of the first entry that does not follow. It is kept as evidence, and no later
    /// entry is added.
    func refill(
        _ accountID: AccountID,
        with entries: [EntryRecord],
        foundAt: Instant
    ) async throws -> ChainFault?

    /// Returns the ranges of unreadable or missing entries near a fault, in order; none if the
    /// fault's entry is readable.
    ///
    /// At most `limit` sequences are examined on each side. Of the ranges that extend beyond them,
    /// only the one around the fault is included.
    func damagedPlaces(around fault: ChainFault, limit: Int) async throws -> [ClosedRange<Int64>]

    /// Replaces damaged rows by entries, keeping the rows as evidence; a readable row among them
    /// stays.
    ///
    /// - Returns: True if each range of entries leads from the row before it to the row after it. A
    ///   range that does not is left unchanged.
    func mend(
        _ accountID: AccountID,
        with entries: [EntryRecord],
        foundAt: Instant
    ) async throws -> Bool

    /// Returns the part of the record whose rows are not those that were written last.
    ///
    /// The rows are damaged, missing, or replaced by older ones. Rows that cannot be told apart
    /// from them belong to the part as well. Complexity: O(n) in accounts, holds and payees.
    func unprovenPart() async throws -> RecordPart

    /// Replaces a part by the accounts, pending holds and payees that the bank sent as of a cursor.
    ///
    /// Rows that were not received again are kept as evidence, and an account that was not received
    /// is removed. Returns false if the record has another cursor; nothing has changed then.
    func replace(
        _ part: RecordPart,
        with changes: [FeedChange],
        at cursor: Cursor,
        foundAt: Instant
    ) async throws -> Bool

    /// Returns the chain head after the first readable entry behind a fault, or nil if there is
    /// none.
    func nextHead(after fault: ChainFault) async throws -> ChainHead?

    /// Removes the doubt about an account whose chain was recomputed.
    func liftDoubt(about accountID: AccountID) async throws

    /// Records the time at which both sides were found to agree.
    func noteCompared(at serverTime: Instant) async throws

    /// Puts an account in doubt and keeps the wrong row as evidence.
    func doubt(_ fault: ChainFault, foundAt: Instant) async throws

    /// Sets the record back to the beginning of the feed, to be compared with all of it.
    ///
    /// Rows stay readable. Each is confirmed, replaced or removed as the feed is applied.
    func beginRepair() async throws

    /// Records a time at which the unchanged record was found right; the latest call counts.
    func confirm(at serverTime: Instant) async throws

    /// Returns the accounts in the order in which they became known.
    func accounts() async throws -> [HeldAccount]

    /// Returns one account, or nil if the user has no such account.
    func account(_ accountID: AccountID) async throws -> HeldAccount?

    /// Returns entries of an account at these sequences, oldest first; missing ones are left out.
    ///
    /// - Complexity: O(log n) plus the rows themselves.
    func entries(
        of accountID: AccountID,
        sequences: ClosedRange<Int64>
    ) async throws -> [EntryRecord]

    /// Folds the bytes of entries, newest first, without decoding them to records.
    ///
    /// The body is called with the result so far, the entry's sequence, and its canonical bytes, which
    /// `EntryView` reads. An entry that was altered or is missing throws its ``ChainFault``.
    func fold<Result: Sendable>(
        entriesOf accountID: AccountID,
        sequences: ClosedRange<Int64>,
        into initial: Result,
        _ body: @Sendable (inout Result, Int64, [UInt8]) -> Void
    ) async throws -> Result

    /// Returns the chain hash after an entry, or nil if there is no such entry.
    func chainHash(of accountID: AccountID, at sequence: Int64) async throws -> Digest256?

    /// Recomputes a range of an account's chain, after the head up to which it was recomputed.
    ///
    /// Returns the head after at most `limit` entries, or the same head if nothing is left. The first
    /// entry that is wrong throws its ``ChainFault``.
    func verify(_ accountID: AccountID, from head: ChainHead, limit: Int) async throws -> ChainHead

    /// Returns the pending holds of an account, oldest first.
    func holds(of accountID: AccountID) async throws -> [HoldRecord]

    /// Returns the payees, in the order of their accounts' identifiers.
    func payees() async throws -> [PayeeRecord]

    /// Returns the findings kept as evidence, oldest first; ``RecordState/unkeptEvidence`` counts
    /// the others.
    func evidence() async throws -> [Evidence]

    /// Marks every finding about an account that has the given bytes as submitted to the bank.
    func noteTold(_ marks: [[UInt8]: EvidenceMark], of accountID: AccountID) async throws

    /// Discards all data; the record is empty afterwards.
    func discard() async throws

    /// Closes the store and forgets its key; nothing can be read any more.
    func close() async
}

/// Error that concerns a record as a whole.
package enum RecordStoreError: Error, Equatable, Sendable {
    /// The record can no longer be read; only ``RecordStore/discard()`` helps.
    case damaged
}

/// State of a record, apart from its rows.
package struct RecordState: Hashable, Sendable {
    /// Cursor of the last applied change, or nil before the first.
    package var cursor: Cursor?
    /// Time at which the record is known to have been right, by the bank's clock.
    ///
    /// While a snapshot is unfinished, it is the time at which the record will have been right; see
    /// ``wholeAt``.
    package var confirmedAt: Instant
    /// True while the record is being compared with the feed from the beginning.
    package var isRepairing: Bool
    /// Epoch of the books from which the rows under comparison come; nil without a comparison.
    package var heldEpoch: UInt64?
    /// Accounts whose access ended and has not been granted again so far, in order of identifiers.
    ///
    /// If it is still so when the record has caught up, all their rows are removed.
    package var endedAccesses: [AccountID]
    /// Highest sequences of entries that were received but could not be stored, by account.
    ///
    /// An account whose chain has reached the sequence is not included.
    ///
    /// A repair clears them, because the feed is received again.
    package var toldSequences: [AccountID: Int64]
    /// Accounts in doubt, each with its first fault, in the order of their identifiers.
    package var doubts: [ChainFault]
    /// Position of the next page of an unfinished snapshot; nil if there is none.
    package var snapshot: SnapshotPosition?
    /// Time of the last successful comparison, by the bank's clock; nil if there was none.
    package var comparedAt: Instant?
    /// Number of findings per account that were not kept as evidence, because there were too many.
    package var unkeptEvidence: [AccountID: Int64]

    /// Creates a state; without arguments that of an empty record.
    package init(
        cursor: Cursor? = nil,
        confirmedAt: Instant = .epoch,
        isRepairing: Bool = false,
        doubts: [ChainFault] = [],
        snapshot: SnapshotPosition? = nil,
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

    /// Time at which the record is known to have been right.
    ///
    /// It is the epoch, which stands for none, while the record holds only part of a snapshot.
    package var wholeAt: Instant { snapshot == nil ? confirmedAt : .epoch }
}

/// Result of applying a batch or a page.
package struct ApplyResult: Hashable, Sendable {
    /// True if the batch followed the record's cursor; otherwise nothing has changed.
    package let isApplied: Bool
    /// State of the record now.
    package let state: RecordState
    /// Faults found by this batch.
    package let faults: [ChainFault]

    /// Creates a result from its parts.
    package init(isApplied: Bool, state: RecordState, faults: [ChainFault]) {
        self.isApplied = isApplied
        self.state = state
        self.faults = faults
    }
}

/// An account in the record.
package struct HeldAccount: Hashable, Sendable {
    /// Details of the account, received from the bank.
    package let record: AccountRecord
    /// Chain head, computed by this console.
    package let head: ChainHead
    /// True if the account is in doubt.
    package let isInDoubt: Bool
    /// Highest sequence of an entry that was received but could not be stored; zero if there is
    /// none.
    package let toldSequence: Int64

    /// Creates a held account from its parts.
    package init(record: AccountRecord, head: ChainHead, isInDoubt: Bool, toldSequence: Int64 = 0) {
        self.record = record
        self.head = head
        self.isInDoubt = isInDoubt
        self.toldSequence = toldSequence
    }

    /// True if received entries are missing.
    ///
    /// The history of a newly granted account arrives in parts, and the balance after a part of it
    /// was right at no known time.
    package var isPartial: Bool {
        head.accountSequence < max(record.accountSequence, toldSequence)
    }
}

/// A finding kept as evidence, exactly as it was found.
package struct Evidence: Hashable, Sendable {
    /// The entry and its fault; the sequence is 0 for a row that is not an entry.
    package let fault: ChainFault
    /// The bytes as found.
    ///
    /// They are an entry's if it could be read, a feed change's for another readable row, and
    /// otherwise the bytes on the disk.
    package let bytes: [UInt8]
    /// Time of the finding, by the bank's clock.
    package let foundAt: Instant
    /// The bank's verdict on it; nil before it was submitted.
    package var mark: EvidenceMark?

    /// Creates a piece of evidence from its parts.
    package init(
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

    /// The entry that was found; nil if the bytes are not an entry of the account.
    package var entry: EntryRecord? {
        // Anything else is submitted as bytes.
        let entry = try? EntryRecord(canonicalBytes: bytes)
        return entry?.accountID == fault.accountID ? entry : nil
    }
}

/// Error for a stream batch with an entry that does not follow its chain.
package struct StreamGap: Error, Equatable, Sendable {
    /// Creates the error, which has no details.
    package init() {}
}
