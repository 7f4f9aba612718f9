import CSQLite
import GRDB
import Glibc
package import LedgerService

/// Read-only access to the books, beside the process that writes them or alone.
///
/// It takes no lock and makes no checkpoint. In WAL mode a reader does not block the writer, and
/// each reading sees one snapshot.
package struct LedgerBooksReader: LedgerStore {
    private static let cacheKibibytes = 512

    let queue: DatabaseQueue
    /// Must live as long as the connection.
    private let meter: StatementMeter?
    /// Removes the files that SQLite made, when the last copy of this reader is gone.
    private let madeFiles: MadeFiles?

    /// Opens the books for reading, and counts the steps of all statements by a meter.
    ///
    /// - Throws: ``LedgerStoreError`` with `cannotOpen` if there are no books or the file is not a
    ///   database of this program, `unfinished` if it is empty.
    package init(path: String, meter: StatementMeter? = nil) throws {
        try self.init(path, name: path, meter, madeFiles: nil)
    }

    /// Opens books that were moved aside and that nobody writes any more, without changing their
    /// folder; a write-ahead log beside them is read with them.
    package init(atRest path: String) throws {
        let hasLog = access(path + BooksSuffix.log, F_OK) == 0
        let name = hasLog ? nil : MadeFiles.unchangingName(of: path)
        let made = name == nil ? MadeFiles(besides: path) : nil
        try self.init(path, name: name ?? path, nil, madeFiles: made)
    }

    private init(
        _ path: String,
        name: String,
        _ meter: StatementMeter?,
        madeFiles: MadeFiles?
    ) throws {
        // SQLite would treat an empty file as empty books, and a folder as a disk error.
        try LedgerStoreSQLite.requireFirstPage(path)
        self.meter = meter
        self.madeFiles = madeFiles
        var configuration = Configuration()
        configuration.label = "counterfoil.ledger-reader"
        configuration.readonly = true
        configuration.busyMode = LedgerStoreSQLite.busyMode
        configuration.prepareDatabase { database in
            guard
                counterfoil_sqlite_distrust_schema(database.sqliteConnection) == SQLITE_OK,
                counterfoil_sqlite_disable_checkpoint_on_close(database.sqliteConnection)
                    == SQLITE_OK
            else { throw LedgerStoreError(lastFailureOf: database.sqliteConnection) }
            try database.execute(sql: "PRAGMA cache_size = -\(Self.cacheKibibytes)")
            meter?.watch(database)
        }
        do {
            queue = try DatabaseQueue(path: name, configuration: configuration)
        } catch let error as DatabaseError {
            throw LedgerStoreError(error, as: .cannotOpen)
        }
    }

    /// Returns true if the books were completed.
    package func isFinished() async throws -> Bool {
        try await reading { try LedgerStoreSQLite.isFinished($0.database) }
    }

    /// Throws `cannotOpen`, because these books are open for reading only.
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws -> Value {
        throw LedgerStoreError(.cannotOpen, "These books are open to be read only.")
    }

    /// Runs a body that reads one consistent snapshot of the committed books.
    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        try await reading { try body($0) }
    }

    /// Runs a body that reads pages of lists from one consistent snapshot.
    package func list<Value: Sendable>(
        _ body: @escaping @Sendable (any ListingReading) throws -> Value
    ) async throws -> Value {
        try await reading { try body($0) }
    }

    /// Runs a body with all read operations on one consistent snapshot.
    func reading<Value: Sendable>(
        _ body: @escaping @Sendable (SQLiteReader) throws -> Value
    ) async throws -> Value {
        try await queue.read { database in
            try LedgerStoreSQLite.translatingErrors {
                // The audit log of books of earlier releases has no notes.
                let hasAuditNotes = try database.hasRow(
                    "SELECT 1 FROM pragma_table_info('audit') WHERE name = 'note'"
                )
                return try body(SQLiteReader(database, hasAuditNotes: hasAuditNotes))
            }
        }
    }
}
