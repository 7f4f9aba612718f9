import ClientService
import CoreVocabulary
import Cryptography
import GRDB
import Synchronization

/// The outbox in its own file: durable at every commit, with nothing ever deleted.
final class SealedOutboxStore: OutboxStore, RecordMarks {
    private struct Open {
        let queue: DatabaseQueue
        var files: OpenFiles
        /// Keeps the lock on the folder as long as the file is open.
        let folder: UserFolder
        /// Number of unreadable transfers in the outboxes of closed consoles.
        var leftUnreadCount = 0
    }

    private let sealer: RowSealer
    private let folderPath: String
    private let open: Mutex<Open?>

    /// Opens the outbox in a folder, and creates it if it does not exist.
    ///
    /// - Throws: `outboxNewer` or `outboxSealedOtherwise`; the file is unchanged then.
    init(in folder: UserFolder, storageKey: SharedSecret) throws {
        let sealer = try RowSealer(storageKey, for: .outbox)
        let path = "\(folder.path)/\(OutboxSchema.fileName)"
        let queue = try Self.translating(in: folder.path) {
            let queue = try DatabaseFile.open(path, .durable)
            try OutboxSchema.migrate(queue)
            try Self.checkKey(queue, sealer)
            return queue
        }
        self.sealer = sealer
        folderPath = folder.path
        open = Mutex(Open(queue: queue, files: OpenFiles(ofDatabase: path), folder: folder))
    }

    /// Returns true if a folder has an outbox.
    static func exists(in folder: UserFolder) throws -> Bool {
        try FileSystem.names(in: folder.path).contains(OutboxSchema.fileName)
    }

    /// Returns all readable records that were not acknowledged, oldest first.
    ///
    /// A row that cannot be opened stays in the file, where nothing removes it, and
    /// ``unreadableCount()`` counts it. The bank still knows the outcome of its key, and the other
    /// transfers must proceed.
    func load() throws -> [OutboxRecord] {
        try openRows(Self.openSQL).compactMap(\.self)
    }

    /// Returns the latest readable records that were acknowledged, newest first.
    func acknowledged(limit: Int) throws -> [OutboxRecord] {
        try openRows(Self.acknowledgedSQL, [limit]).compactMap(\.self)
    }

    func unreadableCount() throws -> Int {
        let own = try openRows(Self.openSQL).count { $0 == nil }
        return own + (open.withLock { $0?.leftUnreadCount } ?? 0)
    }

    /// Stores the number of unreadable transfers in the outboxes of closed consoles.
    func noteLeftUnread(_ count: Int) {
        open.withLock { $0?.leftUnreadCount = count }
    }

    private static let openSQL = """
        SELECT key, transfer, proof, status, stamp FROM intent
        WHERE is_acknowledged = 0 AND is_moved = 0 ORDER BY position
        """
    private static let acknowledgedSQL = """
        SELECT key, transfer, proof, status, stamp FROM intent
        WHERE is_acknowledged = 1 AND is_moved = 0 ORDER BY position DESC LIMIT ?
        """

    /// Returns the rows of a query in order, with nil for a row that cannot be opened.
    private func openRows(
        _ sql: String,
        _ arguments: StatementArguments = []
    ) throws -> [OutboxRecord?] {
        try withQueue { queue in
            try queue.read { database in
                let rows = try Row.fetchAll(database, sql: sql, arguments: arguments)
                return rows.map { row -> OutboxRecord? in
                    guard let key: IntentKey = row.identifier(0) else { return nil }
                    return SealedOutboxRecord(
                        transfer: row.bytes(1),
                        proof: row.bytes(2),
                        status: row.bytes(3),
                        stamp: row.bytes(4)
                    ).open(key, sealer)
                }
            }
        }
    }

    func insert(_ record: OutboxRecord) throws -> OutboxRecord {
        try commit { database in
            var device = try StoredDevice.read(database, sealer)
            let stamped = record.stamped(in: &device.sequence)
            try device.write(database, sealer)
            try Self.run(Self.insertSQL, stamped, sealer, database)
            return stamped
        }
    }

    func update(_ records: [OutboxRecord], isLasting: Bool) throws {
        try commit(isLasting: isLasting) { database in
            for record in records { try Self.run(Self.updateSQL, record, sealer, database) }
        }
    }

    func device() throws -> DeviceSequence {
        try commit { try StoredDevice.read($0, sealer).sequence }
    }

    func beginDevice() throws {
        try commit { try StoredDevice().write($0, sealer) }
    }

    /// Takes over a record from another outbox; updates it if this outbox already has the key.
    func adopt(_ record: OutboxRecord) throws {
        let (sql, key) = ("SELECT 1 FROM intent WHERE key = ?", record.key.bytes.blob)
        let isKnown = try withQueue { queue in
            try queue.read { try Row.fetchOne($0, sql: sql, arguments: [key]) != nil }
        }
        if isKnown { return try update(record) }
        // The record keeps the stamp that the other console gave it, if any.
        try commit { try Self.run(Self.insertSQL, record, sealer, $0) }
    }

    /// Marks a record as taken over by another outbox.
    func markMoved(_ key: IntentKey) throws {
        let sql = "UPDATE intent SET is_moved = 1 WHERE key = ?"
        try commit { try $0.execute(sql: sql, arguments: [key.bytes.blob]) }
    }

    func recordGeneration() throws -> UInt64 { try number(.recordGeneration) }

    func setRecordGeneration(_ generation: UInt64) throws {
        try setNumber(generation, .recordGeneration)
    }

    func epoch(_ mark: EpochMark) throws -> UInt64 { try number(SealedNumber(mark)) }

    func raise(_ mark: EpochMark, to epoch: UInt64) throws {
        guard try epoch > self.epoch(mark) else { return }
        try setNumber(epoch, SealedNumber(mark))
    }

    func close() {
        open.withLock { open in
            // If closing fails, the file is abandoned. Committed data is already on the disk.
            try? open?.queue.close()
            open = nil
        }
    }

    /// Returns a sealed number of the `meta` row; zero if it is missing or cannot be opened.
    private func number(_ name: SealedNumber) throws -> UInt64 {
        try withQueue { queue in
            try queue.read { database in
                let row = try Row.fetchOne(database, sql: "SELECT \(name.column) FROM meta")
                return sealer.number(in: row?.bytes(0), name.kind)
            }
        }
    }

    private func setNumber(_ number: UInt64, _ name: SealedNumber) throws {
        let sealed = sealer.seal(number, as: name.kind).blob
        try commit { database in
            try database.execute(sql: "UPDATE meta SET \(name.column) = ?", arguments: [sealed])
        }
    }

    private static let updateSQL = """
        UPDATE intent
        SET proof = :proof, status = :status, is_acknowledged = :isAcknowledged, is_moved = 0
        WHERE key = :key AND :transfer IS NOT NULL AND :stamp IS :stamp
        """
    private static let insertSQL = """
        INSERT INTO intent(key, transfer, proof, status, stamp, is_acknowledged, is_moved)
        VALUES (:key, :transfer, :proof, :status, :stamp, :isAcknowledged, 0)
        """

    private static func run(
        _ sql: String,
        _ record: OutboxRecord,
        _ sealer: RowSealer,
        _ database: Database
    ) throws {
        let sealed = SealedOutboxRecord(record, sealer)
        try database.execute(
            sql: sql,
            arguments: [
                "key": record.key.bytes.blob, "transfer": sealed.transfer.blob,
                "proof": sealed.proof.blob, "status": sealed.status.blob,
                "stamp": sealed.stamp.isEmpty ? nil : sealed.stamp.blob,
                "isAcknowledged": record.isAcknowledged,
            ]
        )
        guard database.changesCount == 1 else { throw ClientCacheError(.databaseFailed) }
    }

    /// Writes in one transaction, which waits for the disk if it must be durable.
    ///
    /// A transaction that need not last becomes durable with the next one that waits.
    ///
    /// - Throws: `outboxFileGone` if the file was removed or replaced, so that the write is lost.
    private func commit<Value>(
        isLasting: Bool = true,
        _ body: (Database) throws -> Value
    ) throws -> Value {
        let value = try withQueue { queue in
            try queue.writeWithoutTransaction { database in
                // Each commit sets the mode itself. A commit that left the connection in the faster
                // mode would silently make all later ones less durable.
                let mode = isLasting ? "FULL" : "NORMAL"
                try database.execute(sql: "PRAGMA synchronous = \(mode)")
                var value: Value?
                try database.inTransaction {
                    value = try body(database)
                    return .commit
                }
                guard let value else { throw ClientCacheError(.databaseFailed) }
                return value
            }
        }
        guard open.withLock({ $0?.files.areInPlace() ?? false }) else {
            throw ClientCacheError(.outboxFileGone)
        }
        return value
    }

    private func withQueue<Value>(_ body: (DatabaseQueue) throws -> Value) throws -> Value {
        guard let queue = open.withLock({ $0?.queue }) else { throw ClientCacheError(.closed) }
        return try Self.translating(in: folderPath) { try body(queue) }
    }

    private static func checkKey(_ queue: DatabaseQueue, _ sealer: RowSealer) throws {
        try queue.write { database in
            guard let row = try Row.fetchOne(database, sql: "SELECT key_check FROM meta") else {
                try database.execute(
                    sql: "INSERT INTO meta(id, key_check) VALUES (1, ?)",
                    arguments: [sealer.sealedKeyCheck().blob]
                )
                return
            }
            guard sealer.provesKey(row.bytes(0)) else {
                throw ClientCacheError(.outboxSealedOtherwise)
            }
        }
    }

    private static func translating<Value>(
        in folder: String,
        _ body: () throws -> Value
    ) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            let code = error.extendedResultCode.rawValue
            throw ClientCacheError(.databaseFailed, systemCode: code).ofOutbox(in: folder)
        } catch let error as ClientCacheError {
            throw error.ofOutbox(in: folder)
        }
    }
}
