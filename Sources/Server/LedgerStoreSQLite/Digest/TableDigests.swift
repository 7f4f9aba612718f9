import CSQLite
import CoreVocabulary
import Cryptography
import GRDB
import Glibc

/// Digests of the rows that a database transaction changes, for the table `table_digest`.
///
/// SQLite calls the preupdate hook for each row before it changes, so no statement is missed. A
/// program that writes the file without the hook leaves the digests as they were, and ``Checker``
/// detects the table.
///
/// The hook sees the rows that REPLACE removes, which no authorizer is asked about: nothing of a
/// transaction that removed a row of an append-only table is saved.
final class TableDigests {
    /// Table of the digests, which itself has none.
    static let table = "table_digest"

    /// A table of which a row has changed.
    private struct ChangedTable {
        let name: String
        /// The name as SQLite passes it, owned by the digests.
        let text: UnsafeMutablePointer<CChar>
        let isDeletable: Bool
    }

    /// Difference of each changed table's digest since the last save, in the order of ``tables``;
    /// none for the tables that changed after the others.
    var counted: [TableDigest] = []
    private var tables: [ChangedTable] = []
    private var row = RowBytes()
    /// Reason why the transaction must not be committed; nil if there is none.
    private var problem: String?

    deinit {
        for table in tables { free(table.text) }
    }

    /// Returns the difference of a table's digest since the last save.
    func change(of table: String) -> TableDigest {
        let place = tables.firstIndex { $0.name == table }
        return place.flatMap { $0 < counted.count ? counted[$0] : nil } ?? .zero
    }

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
                digests.count(operation, on: table, connection)
            },
            context
        )
        defer { sqlite3_preupdate_hook(connection, nil, nil) }
        return try withExtendedLifetime(self) { try body() }
    }

    /// Adds the counted differences to the stored digests, in the same database transaction.
    ///
    /// - Throws: If SQLite has rolled back the transaction by itself, because then the digests of
    ///   rolled back rows would be committed alone; if a row could not be counted, or must not be
    ///   removed; and any error of the store.
    func save(in database: Database) throws {
        try database.requireTransaction()
        if let problem { throw LedgerStoreError(.rowInvalid, problem) }
        let changes = zip(tables, counted).filter { $0.1 != .zero }
        for (table, change) in changes.sorted(by: { $0.0.name < $1.0.name }) {
            var digest = try Self.stored(of: table.name, in: database)
            digest.add(change)
            try Self.put(digest, of: table.name, in: database)
        }
        counted = []
    }

    private func count(
        _ operation: Int32,
        on text: UnsafePointer<CChar>,
        _ connection: OpaquePointer
    ) {
        let place = place(of: text)
        let table = tables[place]
        guard table.name != Self.table else { return }
        while counted.count <= place { counted.append(.zero) }
        if operation == SQLITE_DELETE, !table.isDeletable {
            problem = "A row that is only ever added was removed."
        }
        if operation != SQLITE_INSERT {
            let old = hash(ofRowIn: table.name, connection, sqlite3_preupdate_old)
            counted[place].remove(old)
        }
        if operation != SQLITE_DELETE {
            let new = hash(ofRowIn: table.name, connection, sqlite3_preupdate_new)
            counted[place].add(new)
        }
    }

    /// Returns the place of a table, which is added at its first change.
    ///
    /// A transaction changes few tables, so that comparing names costs less than a `String` for
    /// each row.
    private func place(of text: UnsafePointer<CChar>) -> Int {
        for place in tables.indices where strcmp(tables[place].text, text) == 0 { return place }
        guard let copy = strdup(text) else { invariantBroken("there is memory for a name") }
        let name = String(cString: text)
        tables.append(
            ChangedTable(name: name, text: copy, isDeletable: Authorizer.isDeletable(name))
        )
        return tables.count - 1
    }

    private func hash(
        ofRowIn table: String,
        _ connection: OpaquePointer,
        _ value: (OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?) -> Int32
    ) -> Digest256 {
        // The memory of the last row serves again. Each write into a property would be checked for
        // a concurrent access, so the bytes are a variable meanwhile.
        var bytes = RowBytes()
        swap(&bytes, &row)
        defer { swap(&bytes, &row) }
        bytes.begin(ofTable: table)
        for column in 0..<sqlite3_preupdate_count(connection) {
            var found: OpaquePointer?
            guard value(connection, column, &found) == SQLITE_OK, let found else {
                problem = "SQLite did not tell which row was changed."
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
        var bytes = RowBytes()
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW:
                bytes.begin(ofTable: table)
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
