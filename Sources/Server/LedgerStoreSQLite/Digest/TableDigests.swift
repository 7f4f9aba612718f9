import CSQLite
import Cryptography
import GRDB

/// Digests of the rows that a database transaction changes, for the table `table_digest`.
///
/// SQLite calls the preupdate hook for each row before it changes, so no statement is missed. A
/// program that writes the file without the hook leaves the digests as they were, and ``Checker``
/// detects the table.
final class TableDigests {
    /// Table of the digests, which itself has none.
    static let table = "table_digest"

    /// Difference of each table's digest since the last save.
    var changes: [String: TableDigest] = [:]
    /// True if SQLite could not return a row to the hook, so that the digests are incomplete.
    private var isIncomplete = false

    /// Runs a body and counts every row that it changes through a connection.
    func counting<Value>(_ database: Database, _ body: () throws -> Value) rethrows -> Value {
        let connection = database.sqliteConnection
        // SAFETY: the hook is taken off before this call returns, and until then `self` is held.
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_preupdate_hook(
            connection,
            { context, connection, operation, _, table, _, _ in
                guard let context, let connection, let table else { return }
                // SAFETY: the pointer that was handed over two lines above.
                let digests = Unmanaged<TableDigests>.fromOpaque(context).takeUnretainedValue()
                digests.count(operation, on: String(cString: table), connection)
            },
            context
        )
        defer { sqlite3_preupdate_hook(connection, nil, nil) }
        return try withExtendedLifetime(self) { try body() }
    }

    /// Adds the counted differences to the stored digests, in the same database transaction.
    ///
    /// - Throws: If SQLite has rolled back the transaction by itself, because then the digests of
    ///   rolled back rows would be committed alone; if a row could not be counted; and any error of
    ///   the store.
    func save(in database: Database) throws {
        try database.requireTransaction()
        guard !isIncomplete else {
            throw LedgerStoreError(.rowInvalid, "SQLite did not tell which row was changed.")
        }
        for (table, change) in changes.sorted(by: { $0.key < $1.key }) where change != .zero {
            var digest = try Self.stored(of: table, in: database)
            digest.add(change)
            try Self.put(digest, of: table, in: database)
        }
        changes = [:]
    }

    private func count(_ operation: Int32, on table: String, _ connection: OpaquePointer) {
        guard table != Self.table else { return }
        var change = changes[table] ?? .zero
        if operation != SQLITE_INSERT {
            change.remove(hash(of: table, connection, sqlite3_preupdate_old))
        }
        if operation != SQLITE_DELETE {
            change.add(hash(of: table, connection, sqlite3_preupdate_new))
        }
        changes[table] = change
    }

    private func hash(
        of table: String,
        _ connection: OpaquePointer,
        _ value: (OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?) -> Int32
    ) -> Digest256 {
        var bytes = RowBytes(ofTable: table)
        for column in 0..<sqlite3_preupdate_count(connection) {
            var found: OpaquePointer?
            guard value(connection, column, &found) == SQLITE_OK, let found else {
                isIncomplete = true
                continue
            }
            bytes.write(found)
        }
        return bytes.hash
    }
}

extension TableDigests {
    /// Returns the stored digest of a table; returns the digest of no rows if there is none.
    static func stored(of table: String, in database: Database) throws -> TableDigest {
        let found = try database.first(
            "SELECT row_count, digest FROM table_digest WHERE table_name = ?",
            [.text(table)]
        ) { TableDigest(rowCount: $0.integer(0), bytes: $0.bytes(1)) }
        guard let found else { return .zero }
        guard let digest = found else { throw LedgerStoreError.invalidRow("table_digest") }
        return digest
    }

    /// Computes the digest of a table, from its rows or from those of a statement.
    ///
    /// - Complexity: O(n) in the rows, in bounded memory.
    static func computed(
        of table: String,
        in database: Database,
        from rows: String? = nil
    ) throws -> TableDigest {
        let made = try database.makeStatement(sql: rows ?? "SELECT * FROM \(table)")
        defer { withExtendedLifetime(made) {} }
        let statement = made.sqliteStatement
        let columns = 0..<sqlite3_column_count(statement)
        var digest = TableDigest.zero
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW:
                var bytes = RowBytes(ofTable: table)
                for column in columns { bytes.write(statement, column: column) }
                digest.add(bytes.hash)
            case SQLITE_DONE: return digest
            default: throw LedgerStoreError(lastFailureOf: database.sqliteConnection)
            }
        }
    }

    /// Returns the tables that have a digest, in the order of their names.
    static func tables(of database: Database) throws -> [String] {
        try database.all(
            """
            SELECT name FROM sqlite_schema
            WHERE type = 'table' AND name <> ? AND name NOT LIKE 'sqlite_%' ORDER BY name
            """,
            [.text(table)]
        ) { $0.text(0) }
    }

    /// Stores the digest of a table in place of the one before.
    static func put(_ digest: TableDigest, of table: String, in database: Database) throws {
        try database.forEach(
            """
            INSERT INTO table_digest (table_name, row_count, digest) VALUES (?1, ?2, ?3)
            ON CONFLICT (table_name) DO UPDATE SET row_count = ?2, digest = ?3
            """,
            [.text(table), .integer(digest.rowCount), .blob(digest.bytes)]
        ) { _ in }
    }
}
