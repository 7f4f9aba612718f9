package import CoreVocabulary
package import Cryptography
package import SyncCore

/// Record store that keeps its rows in one place and changes them in transactions.
///
/// The rules are those of ``RecordUpdate`` and the repairs, stated once for every such store. A store only runs the
/// transactions, and reads what the screens show in its own way. A function that a store in memory
/// has without `async` has no default here, because the default would take precedence.
package protocol TransactionalRecordStore: RecordStore {
    /// The rows inside a transaction.
    associatedtype Rows: RecordRows

    /// Runs a body that reads one consistent state of the rows.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Rows) throws -> Value
    ) async throws -> Value
    /// Runs a body that changes the rows, or changes nothing if it throws.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (inout Rows) throws -> Value
    ) async throws -> Value
}

extension TransactionalRecordStore {
    /// Applies a batch, or nothing of it.
    package func apply(
        _ batch: FeedBatch,
        after expected: Cursor?,
        serverTime: Instant
    ) async throws -> ApplyResult {
        try await write {
            try RecordUpdate.apply(batch, after: expected, serverTime: serverTime, to: &$0)
        }
    }

    /// Applies a batch of a stream, or nothing of it.
    package func applyStreamed(
        _ batch: FeedBatch,
        after expected: Cursor?,
        serverTime: Instant
    ) async throws -> ApplyResult {
        try await write { rows in
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
    package func applyPage(
        _ changes: [FeedChange],
        of place: SnapshotPosition,
        nextPage: String?,
        serverTime: Instant
    ) async throws -> ApplyResult {
        try await write { rows in
            try RecordUpdate.applyPage(
                changes,
                of: place,
                nextPage: nextPage,
                serverTime: serverTime,
                to: &rows
            )
        }
    }

    /// Returns the hashes of an account's chain after these entries.
    package func chainHashes(
        of accountID: AccountID,
        at sequences: [Int64]
    ) async throws -> [Digest256?] {
        try await read { try ComparisonRepair.chainHashes(of: accountID, at: sequences, in: $0) }
    }

    /// Removes the entries of an account from a sequence on.
    package func setAside(_ fault: ChainFault, foundAt: Instant, keepsAccount: Bool) async throws {
        try await write {
            try ComparisonRepair.setAside(
                fault,
                foundAt: foundAt,
                keepsAccount: keepsAccount,
                in: &$0
            )
        }
    }

    /// Adds entries that were fetched again.
    package func refill(
        _ accountID: AccountID,
        with entries: [EntryRecord],
        foundAt: Instant
    ) async throws -> ChainFault? {
        try await write {
            try ComparisonRepair.refill(accountID, with: entries, foundAt: foundAt, in: &$0)
        }
    }

    /// Returns the ranges of damaged entries near a fault.
    package func damagedPlaces(
        around fault: ChainFault,
        limit: Int
    ) async throws -> [ClosedRange<Int64>] {
        try await read {
            try RowRepair.damagedPlaces(
                of: fault.accountID,
                around: fault.accountSequence,
                limit: limit,
                in: $0
            )
        }
    }

    /// Replaces damaged rows by entries.
    package func mend(
        _ accountID: AccountID,
        with entries: [EntryRecord],
        foundAt: Instant
    ) async throws -> Bool {
        try await write {
            try RowRepair.mend(accountID, with: entries, foundAt: foundAt, in: &$0)
        }
    }

    /// Replaces a part by the data received from the bank.
    package func replace(
        _ part: RecordPart,
        with changes: [FeedChange],
        at cursor: Cursor,
        foundAt: Instant
    ) async throws -> Bool {
        try await write {
            try PartRepair.replace(part, with: changes, at: cursor, foundAt: foundAt, in: &$0)
        }
    }

    /// Returns the chain head after the first readable entry behind a fault.
    package func nextHead(after fault: ChainFault) async throws -> ChainHead? {
        try await read { try RowRepair.nextHead(after: fault, in: $0) }
    }

    /// Records the time at which both sides were found to agree.
    package func noteCompared(at serverTime: Instant) async throws {
        try await write { try RecordUpdate.noteCompared(at: serverTime, in: &$0) }
    }

    /// Puts an account in doubt.
    package func doubt(_ fault: ChainFault, foundAt: Instant) async throws {
        try await write { try RowRepair.doubt(fault, foundAt: foundAt, in: &$0) }
    }

    /// Sets the record back to the beginning of the feed.
    package func beginRepair() async throws {
        try await write { try FeedRepair.begin(&$0) }
    }

    /// Records a time at which the record was found right.
    package func confirm(at serverTime: Instant) async throws {
        try await write { try RecordUpdate.confirm(at: serverTime, in: &$0) }
    }

    /// Recomputes a range of an account's chain.
    package func verify(
        _ accountID: AccountID,
        from head: ChainHead,
        limit: Int
    ) async throws -> ChainHead {
        try await read { rows in
            let last = try rows.chain(of: accountID)?.head.accountSequence ?? 0
            let end = min(last, head.accountSequence + Int64(limit))
            var head = head
            while head.accountSequence < end {
                let next = try rows.entry(of: accountID, at: head.accountSequence + 1)
                head = try RecordChain.extended(head, by: next)
            }
            return head
        }
    }

    /// Marks findings about an account as submitted to the bank.
    package func noteTold(_ marks: [[UInt8]: EvidenceMark], of accountID: AccountID) async throws {
        try await write { try ComparisonRepair.noteTold(marks, of: accountID, in: &$0) }
    }
}
