import ClientService
import CoreVocabulary
import Cryptography
import GRDB
import SyncCore

/// The rows of the local record inside one transaction of SQLite.
///
/// Every row that says something about money or people is sealed and bound to its place. Order,
/// cursor and the hashes of the chains stand in the clear, so that they can be compared without
/// the key; each hash is part of what its row is bound to.
struct SealedRows: RecordRows {
    let database: Database
    let sealer: RowSealer

    func state() throws -> RecordState {
        let sql = "SELECT epoch, feed_sequence, confirmed_at, is_repairing FROM meta"
        guard let row = try Row.fetchOne(try database.cachedStatement(sql: sql)) else {
            throw ClientCacheError(.databaseFailed)
        }
        let epoch: Int64? = row[0]
        let sequence: Int64? = row[1]
        var cursor: SyncCore.Cursor?
        if let epoch, let sequence {
            cursor = SyncCore.Cursor(epoch: UInt64(bitPattern: epoch), feedSequence: sequence)
        }
        return RecordState(
            cursor: cursor,
            confirmedAt: Instant(nanosecondsSinceEpoch: row[2]),
            isRepairing: row[3],
            doubts: try doubts()
        )
    }

    mutating func setCursor(_ cursor: SyncCore.Cursor?, confirmedAt: Instant) throws {
        try run(
            "UPDATE meta SET epoch = ?, feed_sequence = ?, confirmed_at = ?",
            [
                cursor.map { Int64(bitPattern: $0.epoch) }, cursor?.feedSequence,
                confirmedAt.nanosecondsSinceEpoch,
            ]
        )
    }

    mutating func setRepairing(_ isRepairing: Bool) throws {
        try run("UPDATE meta SET is_repairing = ?", [isRepairing])
    }

    mutating func put(_ account: AccountRecord, staged: Bool) throws {
        let id = account.accountID.bytes
        let sealed = sealer.seal(
            account.canonicalBytes,
            at: RowSealer.place(.account, id)
        )
        try run(
            """
            INSERT INTO account(is_staged, account, sealed) VALUES (?, ?, ?)
            ON CONFLICT (is_staged, account) DO UPDATE SET sealed = excluded.sealed
            """,
            [staged, id.blob, sealed.blob]
        )
    }

    mutating func put(_ hold: HoldRecord, staged: Bool) throws {
        let id = hold.transferID.bytes
        let sealed = sealer.seal(hold.canonicalBytes, at: RowSealer.place(.hold, id))
        try run(
            "INSERT OR REPLACE INTO hold(is_staged, transfer, account, sealed) VALUES (?, ?, ?, ?)",
            [staged, id.blob, hold.accountID.bytes.blob, sealed.blob]
        )
    }

    mutating func put(_ payee: PayeeRecord, staged: Bool) throws {
        let id = payee.accountID.bytes
        let sealed = sealer.seal(payee.canonicalBytes, at: RowSealer.place(.payee, id))
        try run(
            "INSERT OR REPLACE INTO payee(is_staged, account, sealed) VALUES (?, ?, ?)",
            [staged, id.blob, sealed.blob]
        )
    }

    mutating func removeHold(_ transferID: TransferID, staged: Bool) throws {
        try run(
            "DELETE FROM hold WHERE is_staged = ? AND transfer = ?",
            [staged, transferID.bytes.blob]
        )
    }

    mutating func removePayee(_ accountID: AccountID, staged: Bool) throws {
        try run(
            "DELETE FROM payee WHERE is_staged = ? AND account = ?",
            [staged, accountID.bytes.blob]
        )
    }

    mutating func promoteStaged() throws {
        for table in ["account", "hold", "payee"] {
            try database.execute(sql: "DELETE FROM \(table) WHERE is_staged = 0")
            try database.execute(sql: "UPDATE \(table) SET is_staged = 0")
        }
    }

    mutating func removeStaged() throws {
        for table in ["account", "hold", "payee"] {
            try database.execute(sql: "DELETE FROM \(table) WHERE is_staged = 1")
        }
    }

    mutating func removeAccount(_ accountID: AccountID) throws {
        for table in ["account", "hold", "entry", "chain", "doubt"] {
            try database.execute(
                sql: "DELETE FROM \(table) WHERE account = ?",
                arguments: [accountID.bytes.blob]
            )
        }
    }

    /// Runs a statement that is kept for the next time.
    func run(_ sql: String, _ arguments: StatementArguments) throws {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
