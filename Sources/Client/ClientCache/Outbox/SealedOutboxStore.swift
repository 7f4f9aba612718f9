import ClientService
import CoreVocabulary
import Cryptography
import GRDB
import Synchronization

/// The outbox in a file of its own: durable at every commit, nothing ever deleted.
final class SealedOutboxStore: OutboxStore {
    private struct Open {
        let queue: DatabaseQueue
        /// Holds the lock on the folder as long as the file is open.
        let folder: UserFolder
    }

    private let sealer: RowSealer
    private let open: Mutex<Open?>

    /// Opens the outbox in a folder, and makes it when it is not there.
    ///
    /// - Throws: `outboxNewer`; `outboxSealedOtherwise`; the file is left as it is then.
    init(in folder: UserFolder, storageKey: SharedSecret) throws {
        let sealer = try RowSealer(storageKey, for: .outbox)
        let queue = try Self.translating {
            let queue = try DatabaseFile.open(
                "\(folder.path)/\(OutboxSchema.fileName)",
                .durable
            )
            try OutboxSchema.migrate(queue)
            try Self.checkKey(queue, sealer)
            return queue
        }
        self.sealer = sealer
        open = Mutex(Open(queue: queue, folder: folder))
    }

    /// Whether a folder has an outbox.
    static func exists(in folder: UserFolder) throws -> Bool {
        try FileSystem.names(in: folder.path).contains(OutboxSchema.fileName)
    }

    /// Everything that was not acknowledged, oldest first.
    ///
    /// A row that cannot be opened is left in the file, where nothing removes it, and left out
    /// here: the bank still knows what became of its key, and the other transfers must go on.
    func load() throws -> [OutboxRecord] {
        let sealer = sealer
        return try withQueue { queue in
            try queue.read { database in
                let rows = try Row.fetchAll(
                    database,
                    sql: """
                        SELECT key, transfer, proof, status FROM intent
                        WHERE is_acknowledged = 0 AND is_moved = 0 ORDER BY position
                        """
                )
                return rows.compactMap { row in
                    guard let key: IntentKey = row.identifier(0) else { return nil }
                    return SealedOutboxRecord(
                        transfer: row.bytes(1),
                        proof: row.bytes(2),
                        status: row.bytes(3)
                    ).open(key, sealer)
                }
            }
        }
    }

    func insert(_ record: OutboxRecord) throws {
        try put(
            record,
            sql: """
                INSERT INTO intent(
                    key, transfer, proof, status, is_acknowledged, is_moved)
                VALUES (:key, :transfer, :proof, :status, :isAcknowledged, 0)
                """
        )
    }

    func update(_ record: OutboxRecord) throws {
        try put(record, sql: Self.updateSQL)
    }

    /// Takes a record over from another outbox; one that was here before is taken back.
    func adopt(_ record: OutboxRecord) throws {
        let key = record.key.bytes.blob
        let isKnown = try withQueue { queue in
            try queue.read { database in
                try Row.fetchOne(
                    database,
                    sql: "SELECT 1 FROM intent WHERE key = ?",
                    arguments: [key]
                ) != nil
            }
        }
        if isKnown {
            try update(record)
        } else {
            try insert(record)
        }
    }

    /// Notes that another outbox has taken a record over.
    func markMoved(_ key: IntentKey) throws {
        try withQueue { queue in
            try queue.write { database in
                try database.execute(
                    sql: "UPDATE intent SET is_moved = 1 WHERE key = ?",
                    arguments: [key.bytes.blob]
                )
            }
        }
    }

    func close() {
        open.withLock { open in
            // A file that does not close is given up; what was committed is on the disk.
            try? open?.queue.close()
            open = nil
        }
    }

    private static let updateSQL = """
        UPDATE intent
        SET proof = :proof, status = :status, is_acknowledged = :isAcknowledged, is_moved = 0
        WHERE key = :key AND :transfer IS NOT NULL
        """

    private func put(_ record: OutboxRecord, sql: String) throws {
        let sealed = SealedOutboxRecord(record, sealer)
        try withQueue { queue in
            try queue.write { database in
                try database.execute(
                    sql: sql,
                    arguments: [
                        "key": record.key.bytes.blob, "transfer": sealed.transfer.blob,
                        "proof": sealed.proof.blob, "status": sealed.status.blob,
                        "isAcknowledged": record.isAcknowledged,
                    ]
                )
                guard database.changesCount == 1 else { throw ClientCacheError(.databaseFailed) }
            }
        }
    }

    private func withQueue<Value>(_ body: (DatabaseQueue) throws -> Value) throws -> Value {
        guard let queue = open.withLock({ $0?.queue }) else { throw ClientCacheError(.closed) }
        return try Self.translating { try body(queue) }
    }

    private static func checkKey(_ queue: DatabaseQueue, _ sealer: RowSealer) throws {
        let text = Array("counterfoil".utf8)
        let place = RowSealer.place(.keyCheck)
        try queue.write { database in
            guard let row = try Row.fetchOne(database, sql: "SELECT key_check FROM meta") else {
                try database.execute(
                    sql: "INSERT INTO meta(id, key_check) VALUES (1, ?)",
                    arguments: [sealer.seal(text, at: place).blob]
                )
                return
            }
            guard sealer.open(row.bytes(0), at: place) == text else {
                throw ClientCacheError(.outboxSealedOtherwise)
            }
        }
    }

    private static func translating<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw ClientCacheError(.databaseFailed, systemCode: error.extendedResultCode.rawValue)
        }
    }
}
