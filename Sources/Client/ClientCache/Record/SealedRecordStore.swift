import ClientService
import CoreVocabulary
import Cryptography
import GRDB
import SyncCore

/// The local record in a SQLite file, with every row sealed.
actor SealedRecordStore: TransactionalRecordStore {
    private let path: String
    private let sealer: RowSealer
    private let faults: RecordFaults
    private let marks: any RecordMarks
    private let folderPath: String
    /// Generation of this opening of the record; see ``RecordMarks``.
    private var generation: UInt64 = 0
    /// True if records of another schema exist beside this one, which is not complete yet.
    private var hasOtherForms = false
    /// Keeps the lock on the folder as long as the file is open.
    private var folder: UserFolder?
    private var queue: DatabaseQueue?

    /// Opens the record in a folder; a damaged one is set aside and a new one is started.
    init(
        in folder: UserFolder,
        storageKey: SharedSecret,
        marks: any RecordMarks,
        faults: RecordFaults = RecordFaults()
    ) throws {
        path = "\(folder.path)/\(RecordSchema.fileName)"
        folderPath = folder.path
        sealer = try RowSealer(storageKey, for: .record)
        self.folder = folder
        self.faults = faults
        self.marks = marks
        do {
            (queue, generation) = try Self.begin(path, sealer, marks)
        } catch {
            guard Self.isDamage(error) else { throw error }
            // The record is only a copy of the bank's data. After any other error, such as a full
            // disk, the same file can be used again, and only it has the doubts and the evidence.
            try Self.setAsideRecord(in: folderPath)
            (queue, generation) = try Self.begin(path, sealer, marks)
        }
        hasOtherForms = try FileSystem.names(in: folder.path)
            .contains(where: RecordSchema.isOfOtherForm)
    }

    private static func begin(
        _ path: String,
        _ sealer: RowSealer,
        _ marks: any RecordMarks
    ) throws -> (DatabaseQueue, UInt64) {
        let queue = try openVerified(path, sealer)
        let generation = try translating {
            try queue.write { database in
                var rows = SealedRows(database: database, sealer: sealer)
                try rows.doubtIfExchanged()
            }
            return try RecordGeneration(sealer).begin(queue, marks)
        }
        return (queue, generation)
    }

    /// Returns true if an error means that the file itself is damaged; a missing table is such an
    /// error.
    private static func isDamage(_ error: any Error) -> Bool {
        if let failure = error as? ClientCacheError {
            return failure.code == .databaseFailed
                && failure.systemCode == ResultCode.SQLITE_ERROR.rawValue
        }
        return error is RecordStoreError || error is ChainFault
    }

    func apply(
        _ batch: FeedBatch,
        after expected: SyncCore.Cursor?,
        serverTime: Instant
    ) async throws -> ApplyResult {
        let result = try await write {
            try RecordUpdate.apply(batch, after: expected, serverTime: serverTime, to: &$0)
        }
        if hasOtherForms, result.isApplied, batch.reachesHead { removeOtherForms() }
        return result
    }

    func state() async throws -> RecordState {
        try await read { try $0.state() }
    }

    func unprovenPart() async throws -> RecordPart {
        try await read { try $0.unprovenPart() }
    }

    func liftDoubt(about accountID: AccountID) async throws {
        try await write { try $0.removeDoubt(about: accountID) }
    }

    func heads() async throws -> [ChainHead] {
        try await read { rows in
            try rows.accountIDs(staged: false).map { try HeldRows(rows).head(of: $0) }
        }
    }

    func noteCompared(at serverTime: Instant) async throws {
        try await write { try RecordUpdate.noteCompared(at: serverTime, in: &$0) }
        try markGeneration()
        if hasOtherForms { removeOtherForms() }
    }

    func accounts() async throws -> [HeldAccount] {
        try await read { try HeldRows($0).accounts() }
    }

    func account(_ accountID: AccountID) async throws -> HeldAccount? {
        try await read { try HeldRows($0).account(accountID) }
    }

    func entries(
        of accountID: AccountID,
        sequences: ClosedRange<Int64>
    ) async throws -> [EntryRecord] {
        try await read { rows in
            guard let held = try HeldRows(rows).range(sequences, of: accountID) else { return [] }
            var entries: [EntryRecord] = []
            entries.reserveCapacity(held.count)
            try rows.visitEntries(of: accountID, sequences: held) { sequence, _, bytes in
                do {
                    entries.append(try EntryRecord(canonicalBytes: bytes))
                } catch {
                    throw ChainFault.unreadable(accountID, at: sequence)
                }
            }
            return entries.reversed()
        }
    }

    func fold<Result: Sendable>(
        entriesOf accountID: AccountID,
        sequences: ClosedRange<Int64>,
        into initial: Result,
        _ body: @Sendable (inout Result, Int64, [UInt8]) -> Void
    ) async throws -> Result {
        guard let queue else { throw ClientCacheError(.closed) }
        let sealer = sealer
        // The closure does not escape this call, but GRDB's asynchronous read requires an escaping
        // one. The range is short, so the thread waits.
        return try Self.translating {
            try queue.read { database in
                let rows = SealedRows(database: database, sealer: sealer)
                guard let held = try HeldRows(rows).range(sequences, of: accountID) else {
                    return initial
                }
                var result = initial
                try rows.visitEntries(of: accountID, sequences: held) { sequence, _, bytes in
                    body(&result, sequence, bytes)
                }
                return result
            }
        }
    }

    func chainHash(of accountID: AccountID, at sequence: Int64) async throws -> Digest256? {
        try await read { rows in
            guard let entry = try rows.entry(of: accountID, at: sequence) else { return nil }
            guard entry.canonicalBytes != nil else {
                throw ChainFault.unreadable(accountID, at: sequence)
            }
            return entry.chainHash
        }
    }

    func holds(of accountID: AccountID) async throws -> [HoldRecord] {
        try await read { try HeldRows($0).holds(of: accountID) }
    }

    func payees() async throws -> [PayeeRecord] {
        try await read { try HeldRows($0).payees() }
    }

    func evidence() async throws -> [Evidence] {
        try await read { try $0.evidence() }
    }

    func discard() async throws {
        guard folder != nil else { throw ClientCacheError(.closed) }
        closeQueue()
        try Self.setAsideRecord(in: folderPath)
        queue = try Self.openVerified(path, sealer)
        try markGeneration()
    }

    func close() async {
        // If the mark cannot be written, the last one remains, which this file also satisfies.
        try? markGeneration()
        closeQueue()
        folder = nil
    }

    private func markGeneration() throws {
        guard let queue else { throw ClientCacheError(.closed) }
        generation += 1
        try RecordGeneration(sealer).mark(generation, queue, marks)
    }

    private func removeOtherForms() {
        // A file that cannot be removed now is found again at the next opening.
        let names = (try? FileSystem.names(in: folderPath)) ?? []
        for name in names where RecordSchema.isOfOtherForm(name) {
            try? FileSystem.remove("\(folderPath)/\(name)")
        }
        hasOtherForms = false
    }

    private func closeQueue() {
        // If closing fails, the file is abandoned. Its lock ends with the process.
        try? queue?.close()
        queue = nil
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (SealedRows) throws -> Value
    ) async throws -> Value {
        guard let queue else { throw ClientCacheError(.closed) }
        let sealer = sealer
        return try await Self.translating {
            try await queue.read { database in
                try body(SealedRows(database: database, sealer: sealer))
            }
        }
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (inout SealedRows) throws -> Value
    ) async throws -> Value {
        guard let queue else { throw ClientCacheError(.closed) }
        let (sealer, faults) = (sealer, faults)
        return try await Self.translating {
            try await queue.write { database in
                var rows = SealedRows(database: database, sealer: sealer)
                let value = try body(&rows)
                try rows.saveSums()
                try faults.beforeCommit()
                return value
            }
        }
    }
}

extension SealedRecordStore {
    /// Opens a file and checks its key, after creating the tables if it is new.
    private static func openVerified(_ path: String, _ sealer: RowSealer) throws -> DatabaseQueue {
        try translating {
            let queue = try DatabaseFile.open(path, .consistent)
            try queue.write { database in
                if try !database.tableExists("meta") {
                    try RecordSchema.create(database)
                    let check = sealer.sealedKeyCheck()
                    let state = StoredState(RecordState(), RowSums()).sealed(by: sealer)
                    try database.execute(
                        sql: """
                            INSERT INTO meta(id, key_check, sealed, generation)
                            VALUES (1, ?, ?, ?)
                            """,
                        arguments: [check.blob, state.blob, [UInt8]().blob]
                    )
                }
                let row = try Row.fetchOne(database, sql: "SELECT key_check FROM meta")
                guard let row, sealer.provesKey(row.bytes(0)) else {
                    throw RecordStoreError.damaged
                }
            }
            return queue
        }
    }

    private static func setAsideRecord(in folderPath: String) throws {
        let path = "\(folderPath)/\(RecordSchema.fileName)"
        try FileSystem.move(path, to: "\(folderPath)/\(RecordSchema.damagedFileName)")
        try DatabaseFile.remove(path)
    }

    private static func translating<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw translated(error)
        }
    }

    private static func translating<Value: Sendable>(
        _ body: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await body()
        } catch let error as DatabaseError {
            throw translated(error)
        }
    }

    private static func translated(_ error: DatabaseError) -> any Error {
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: RecordStoreError.damaged
        default:
            ClientCacheError(.databaseFailed, systemCode: error.extendedResultCode.rawValue)
        }
    }
}

/// Fault injection for tests: the point at which the store fails.
struct RecordFaults: Sendable {
    /// Called inside the transaction, after the last row and before the commit.
    var beforeCommit: @Sendable () throws -> Void = {}
}
