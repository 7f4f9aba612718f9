import ClientService
import CoreVocabulary
import Cryptography
import GRDB
import SyncCore

/// The rows of the local record inside one transaction of SQLite.
///
/// Every row that says something about money, people or time is sealed and bound to its place.
/// Order and the hashes of the chains stand in the clear, so that they can be compared without the
/// key; each hash is part of what its row is bound to.
struct SealedRows: RecordRows {
    let database: Database
    let sealer: RowSealer

    func state() throws -> RecordState {
        let statement = try database.cachedStatement(sql: "SELECT sealed FROM meta")
        let row = try Row.fetchOne(statement)
        guard let row, let bytes = sealer.open(row.bytes(0), at: RowSealer.place(.state)),
            var state = Self.state(from: bytes)
        else { throw RecordStoreError.damaged }
        state.doubts = try doubts()
        return state
    }

    mutating func setState(_ state: RecordState) throws {
        try run("UPDATE meta SET sealed = ?", [Self.sealed(state, sealer).blob])
    }

    /// The one row that says where the record stands.
    static func sealed(_ state: RecordState, _ sealer: RowSealer) -> [UInt8] {
        var encoder = CanonicalEncoder()
        encoder.write(optional: state.cursor) { $0.write($1) }
        encoder.write(state.confirmedAt)
        encoder.write(UInt8(state.isRepairing ? 1 : 0))
        encoder.write(optional: state.snapshot) { encoder, place in
            encoder.write(place.at)
            encoder.write(place.page)
        }
        encoder.write(optional: state.comparedAt) { $0.write($1) }
        return sealer.seal(encoder.bytes, at: RowSealer.place(.state))
    }

    private static func state(from bytes: [UInt8]) -> RecordState? {
        do {
            var decoder = CanonicalDecoder(bytes)
            let cursor = try decoder.readOptional { decoder throws(CanonicalDecodingError) in
                try decoder.readCursor()
            }
            let confirmedAt = try decoder.readInstant()
            let isRepairing = try decoder.read(UInt8.self) == 1
            let snapshot = try decoder.readOptional { decoder throws(CanonicalDecodingError) in
                SnapshotPlace(at: try decoder.readCursor(), page: try decoder.readString())
            }
            let comparedAt = try decoder.readOptional { decoder throws(CanonicalDecodingError) in
                try decoder.readInstant()
            }
            try decoder.finish()
            return RecordState(
                cursor: cursor,
                confirmedAt: confirmedAt,
                isRepairing: isRepairing,
                snapshot: snapshot,
                comparedAt: comparedAt
            )
        } catch {
            return nil
        }
    }

    func accountIDs() throws -> [AccountID] {
        let sql = "SELECT account FROM account WHERE is_staged = 0 ORDER BY account"
        return try Row.fetchAll(database, sql: sql).map { row in
            guard let accountID: AccountID = row.identifier(0) else {
                throw RecordStoreError.damaged
            }
            return accountID
        }
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

extension CanonicalEncoder {
    /// Writes a cursor whole: the bank takes back only what it made.
    fileprivate mutating func write(_ cursor: SyncCore.Cursor) {
        write(cursor.text)
    }
}

extension CanonicalDecoder {
    fileprivate mutating func readCursor() throws(CanonicalDecodingError) -> SyncCore.Cursor {
        guard let cursor = SyncCore.Cursor(text: try readString()) else { throw .invalidValue }
        return cursor
    }
}
