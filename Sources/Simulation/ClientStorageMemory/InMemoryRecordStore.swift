package import ClientService
package import CoreVocabulary
package import Cryptography
package import SyncCore

/// Record in memory, for tests, and for the simulator behind its simulated disk.
package actor InMemoryRecordStore: TransactionalRecordStore {
    private var rows: InMemoryRows
    private var isFull = false

    /// Creates an empty record, which keeps a limited number of findings per account.
    package init(evidenceLimit: Int = SyncLimits().evidenceCount) {
        rows = InMemoryRows(evidenceLimit: evidenceLimit)
    }

    private init(rows: InMemoryRows) {
        self.rows = rows
    }

    /// Runs a body that reads the rows.
    package func read<Value: Sendable>(
        _ body: @Sendable (InMemoryRows) throws -> Value
    ) throws -> Value {
        try body(rows)
    }

    /// Runs a body on a copy of the rows, which replaces them if the body succeeds.
    package func write<Value: Sendable>(
        _ body: @Sendable (inout InMemoryRows) throws -> Value
    ) throws -> Value {
        guard !isFull else { throw ClientError(.recordUnavailable) }
        var copy = rows
        let result = try body(&copy)
        rows = copy
        return result
    }

    /// Returns the state of the record.
    package func state() -> RecordState { rows.state() }

    /// Returns the chain heads of all accounts.
    package func heads() -> [ChainHead] {
        rows.accountIDs(staged: false).map { rows.chain(of: $0)?.head ?? .genesis(of: $0) }
    }

    /// Returns the part whose rows are not those written last.
    package func unprovenPart() -> RecordPart { rows.unprovenPart() }

    /// Removes the doubt about an account.
    package func liftDoubt(about accountID: AccountID) { rows.removeDoubt(about: accountID) }

    /// Returns the accounts in the order in which they became known.
    package func accounts() -> [HeldAccount] {
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
    package func account(_ accountID: AccountID) -> HeldAccount? {
        accounts().first { $0.record.accountID == accountID }
    }

    /// Returns entries of an account at these sequences, oldest first.
    package func entries(
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
    package func fold<Result: Sendable>(
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
    package func chainHash(of accountID: AccountID, at sequence: Int64) -> Digest256? {
        rows.entry(of: accountID, at: sequence)?.chainHash
    }

    /// Returns the pending holds of an account, oldest first.
    package func holds(of accountID: AccountID) -> [HoldRecord] {
        rows.current.holds.values.filter { $0.accountID == accountID }
            .sorted { ($0.heldAt, $0.transferID) < ($1.heldAt, $1.transferID) }
    }

    /// Returns the payees, in the order of their accounts' identifiers.
    package func payees() -> [PayeeRecord] {
        rows.current.payees.values.sorted { $0.accountID < $1.accountID }
    }

    /// Returns the findings kept as evidence, oldest first.
    package func evidence() -> [Evidence] { rows.evidence }

    /// Discards all data of the record.
    package func discard() { rows = InMemoryRows(evidenceLimit: rows.evidenceLimit) }

    /// Does nothing, because memory needs no closing.
    package func close() {}

    /// Returns a separate store with the same rows, as a copy of a file would be.
    package func copied() -> InMemoryRecordStore { InMemoryRecordStore(rows: rows) }

    /// Makes an entry unreadable, as disk damage does.
    package func damage(_ accountID: AccountID, at sequence: Int64) {
        rows.damage(accountID, at: sequence)
    }

    /// Loses the holds and payees of a part, as disk damage does; the damage is found at once.
    package func damage(_ part: RecordPart) throws {
        try write { rows in
            rows.damage(part)
            try PartRepair.doubt(part, foundAt: rows.state().confirmedAt, in: &rows)
        }
    }

    /// Makes every write fail while true, as a full disk does.
    package func setFull(_ isFull: Bool) { self.isFull = isFull }

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
