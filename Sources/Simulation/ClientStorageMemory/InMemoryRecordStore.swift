public import ClientService
public import CoreVocabulary
public import Cryptography
public import SyncCore

/// Record in memory, for tests, and for the simulator behind its simulated disk.
public actor InMemoryRecordStore: RecordStore {
    private var rows: InMemoryRows
    private var isFull = false

    /// Creates an empty record.
    ///
    /// - Parameter evidenceLimit: Maximum number of findings kept per account.
    public init(evidenceLimit: Int = SyncLimits().evidenceCount) {
        rows = InMemoryRows(evidenceLimit: evidenceLimit)
    }

    private init(rows: InMemoryRows) {
        self.rows = rows
    }

    /// Returns the state of the record.
    public func state() -> RecordState {
        rows.state()
    }

    /// Applies a batch, or nothing of it.
    public func apply(
        _ batch: FeedBatch,
        after expected: Cursor?,
        serverTime: Instant
    ) throws -> ApplyResult {
        try transaction { rows in
            try RecordUpdate.apply(batch, after: expected, serverTime: serverTime, to: &rows)
        }
    }

    /// Applies a batch of a stream, or nothing of it.
    public func applyStreamed(
        _ batch: FeedBatch,
        after expected: Cursor?,
        serverTime: Instant
    ) throws -> ApplyResult {
        try transaction { rows in
            try RecordUpdate.apply(
                batch,
                after: expected,
                serverTime: serverTime,
                isStreamed: true,
                to: &rows
            )
        }
    }

    /// Applies a page of a snapshot, or nothing of it.
    public func applyPage(
        _ changes: [FeedChange],
        of place: SnapshotPlace,
        nextPage: String?,
        serverTime: Instant
    ) throws -> ApplyResult {
        try transaction { rows in
            try RecordUpdate.applyPage(
                changes,
                of: place,
                nextPage: nextPage,
                serverTime: serverTime,
                to: &rows
            )
        }
    }

    /// Returns the chain heads of all accounts.
    public func heads() -> [ChainHead] {
        rows.accountIDs(staged: false).map { rows.chain(of: $0)?.head ?? .genesis(of: $0) }
    }

    /// Returns the hashes of an account's chain after these entries.
    public func chainHashes(
        of accountID: AccountID,
        at sequences: [Int64]
    ) throws -> [Digest256?] {
        try ComparisonRepair.chainHashes(of: accountID, at: sequences, in: rows)
    }

    /// Removes the entries of an account from a sequence on.
    public func setAside(_ fault: ChainFault, foundAt: Instant, keepsAccount: Bool) throws {
        try transaction {
            try ComparisonRepair.setAside(
                fault,
                foundAt: foundAt,
                keepsAccount: keepsAccount,
                in: &$0
            )
        }
    }

    /// Adds entries that were fetched again.
    public func refill(
        _ accountID: AccountID,
        with entries: [EntryRecord],
        foundAt: Instant
    ) throws -> ChainFault? {
        try transaction {
            try ComparisonRepair.refill(accountID, with: entries, foundAt: foundAt, in: &$0)
        }
    }

    /// Returns the ranges of damaged entries near a fault.
    public func damagedPlaces(
        around fault: ChainFault,
        limit: Int
    ) throws -> [ClosedRange<Int64>] {
        try RowRepair.damagedPlaces(
            of: fault.accountID,
            around: fault.accountSequence,
            limit: limit,
            in: rows
        )
    }

    /// Replaces damaged rows by entries.
    public func mend(
        _ accountID: AccountID,
        with entries: [EntryRecord],
        foundAt: Instant
    ) throws -> Bool {
        try transaction {
            try RowRepair.mend(accountID, with: entries, foundAt: foundAt, in: &$0)
        }
    }

    /// Returns the part whose rows are not those written last.
    public func unprovenPart() -> RecordPart {
        rows.unprovenPart()
    }

    /// Replaces a part by the data received from the bank.
    public func replace(
        _ part: RecordPart,
        with changes: [FeedChange],
        at cursor: Cursor,
        foundAt: Instant
    ) throws -> Bool {
        try transaction {
            try PartRepair.replace(part, with: changes, at: cursor, foundAt: foundAt, in: &$0)
        }
    }

    /// Returns the chain head after the first readable entry behind a fault.
    public func nextHead(after fault: ChainFault) throws -> ChainHead? {
        try RowRepair.nextHead(after: fault, in: rows)
    }

    /// Removes the doubt about an account.
    public func liftDoubt(about accountID: AccountID) {
        rows.removeDoubt(about: accountID)
    }

    /// Records the time at which both sides were found to agree.
    public func noteCompared(at serverTime: Instant) throws {
        try transaction { try RecordUpdate.noteCompared(at: serverTime, in: &$0) }
    }

    /// Puts an account in doubt.
    public func doubt(_ fault: ChainFault, foundAt: Instant) throws {
        try transaction { try RowRepair.doubt(fault, foundAt: foundAt, in: &$0) }
    }

    /// Sets the record back to the beginning of the feed.
    public func beginRepair() throws {
        try transaction { try FeedRepair.begin(&$0) }
    }

    /// Records a time at which the record was found right.
    public func confirm(at serverTime: Instant) throws {
        try transaction { try RecordUpdate.confirm(at: serverTime, in: &$0) }
    }

    /// Returns the accounts in the order in which they became known.
    public func accounts() -> [HeldAccount] {
        let told = rows.toldSequences
        return rows.current.accounts.map { record in
            HeldAccount(
                record: record,
                head: rows.chain(of: record.accountID)?.head ?? .genesis(of: record.accountID),
                isInDoubt: rows.doubt(about: record.accountID) != nil,
                toldSequence: told[record.accountID] ?? 0
            )
        }
    }

    /// Returns one account, or nil if the user has no such account.
    public func account(_ accountID: AccountID) -> HeldAccount? {
        accounts().first { $0.record.accountID == accountID }
    }

    /// Returns entries of an account at these sequences, oldest first.
    public func entries(
        of accountID: AccountID,
        sequences: ClosedRange<Int64>
    ) throws -> [EntryRecord] {
        try held(sequences, of: accountID).map { sequence in
            let bytes = try readable(accountID, sequence)
            guard let entry = try? EntryRecord(canonicalBytes: bytes) else {
                // The stored bytes were an entry, so this is damage.
                throw unreadable(accountID, sequence)
            }
            return entry
        }
    }

    /// Folds the bytes of entries, newest first.
    public func fold<Result: Sendable>(
        entriesOf accountID: AccountID,
        sequences: ClosedRange<Int64>,
        into initial: Result,
        _ body: @Sendable (inout Result, Int64, [UInt8]) -> Void
    ) throws -> Result {
        var result = initial
        for sequence in held(sequences, of: accountID).reversed() {
            body(&result, sequence, try readable(accountID, sequence))
        }
        return result
    }

    /// Returns the chain hash after an entry.
    public func chainHash(of accountID: AccountID, at sequence: Int64) -> Digest256? {
        rows.entry(of: accountID, at: sequence)?.chainHash
    }

    /// Recomputes a range of an account's chain.
    public func verify(
        _ accountID: AccountID,
        from head: ChainHead,
        limit: Int
    ) throws -> ChainHead {
        let last = rows.chain(of: accountID)?.head.accountSequence ?? 0
        let end = min(last, head.accountSequence + Int64(limit))
        var head = head
        while head.accountSequence < end {
            let next = rows.entry(of: accountID, at: head.accountSequence + 1)
            head = try RecordChain.extended(head, by: next)
        }
        return head
    }

    /// Returns the pending holds of an account, oldest first.
    public func holds(of accountID: AccountID) -> [HoldRecord] {
        rows.current.holds.values.filter { $0.accountID == accountID }
            .sorted { ($0.heldAt, $0.transferID) < ($1.heldAt, $1.transferID) }
    }

    /// Returns the payees, in the order of their accounts' identifiers.
    public func payees() -> [PayeeRecord] {
        rows.current.payees.values.sorted { $0.accountID < $1.accountID }
    }

    /// Returns the findings kept as evidence, oldest first.
    public func evidence() -> [Evidence] {
        rows.evidence
    }

    /// Marks findings about an account as submitted to the bank.
    public func noteTold(_ marks: [[UInt8]: EvidenceMark], of accountID: AccountID) throws {
        try transaction { try ComparisonRepair.noteTold(marks, of: accountID, in: &$0) }
    }

    /// Discards all data of the record.
    public func discard() {
        rows = InMemoryRows(evidenceLimit: rows.evidenceLimit)
    }

    /// Does nothing, because memory needs no closing.
    public func close() {}

    /// Returns a separate store with the same rows, as a copy of a file would be.
    public func copied() -> InMemoryRecordStore {
        InMemoryRecordStore(rows: rows)
    }

    /// Makes an entry unreadable, as disk damage does.
    public func damage(_ accountID: AccountID, at sequence: Int64) {
        rows.damage(accountID, at: sequence)
    }

    /// Loses the holds and payees of a part, as disk damage does; the damage is found at once.
    public func damage(_ part: RecordPart) throws {
        try transaction { rows in
            rows.damage(part)
            try PartRepair.doubt(part, foundAt: rows.state().confirmedAt, in: &rows)
        }
    }

    /// Makes every write fail while true, as a full disk does.
    public func setFull(_ isFull: Bool) {
        self.isFull = isFull
    }

    private func transaction<Result>(
        _ body: (inout InMemoryRows) throws -> Result
    ) throws -> Result {
        guard !isFull else { throw ClientError(.recordUnavailable) }
        var copy = rows
        let result = try body(&copy)
        rows = copy
        return result
    }

    private func held(_ sequences: ClosedRange<Int64>, of accountID: AccountID) -> [Int64] {
        let last = rows.chain(of: accountID)?.head.accountSequence ?? 0
        let low = max(sequences.lowerBound, 1)
        let high = min(sequences.upperBound, last)
        return low <= high ? Array(low...high) : []
    }

    private func readable(_ accountID: AccountID, _ sequence: Int64) throws -> [UInt8] {
        guard let bytes = rows.entry(of: accountID, at: sequence)?.canonicalBytes else {
            throw unreadable(accountID, sequence)
        }
        return bytes
    }

    private func unreadable(_ accountID: AccountID, _ sequence: Int64) -> ChainFault {
        ChainFault(accountID: accountID, accountSequence: sequence, reason: .unreadable)
    }
}
