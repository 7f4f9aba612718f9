import CSQLite
import GRDB
import Glibc
public import LedgerService

/// The books of a store, opened to be read only: beside the process that writes them, or alone.
///
/// It takes no lock and makes no checkpoint. In WAL mode a reader disturbs no writer, and sees the
/// books as of one commit.
public struct LedgerBooksReader: LedgerStore {
    private static let cacheKibibytes = 512

    let queue: DatabaseQueue
    /// Must live as long as the connection.
    private let meter: StatementMeter?
    /// Goes with the last reader.
    private let madeFiles: MadeFiles?

    /// Opens the books.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - meter: Counts the steps of all statements; nil to count none.
    /// - Throws: ``LedgerStoreError``: `cannotOpen` when there are none or the file is none of ours,
    ///   `unfinished` for one that is empty.
    public init(path: String, meter: StatementMeter? = nil) throws {
        try self.init(path, name: path, meter, madeFiles: nil)
    }

    /// Opens books that were put aside and that nobody writes any more, and leaves their folder as it
    /// was.
    ///
    /// - Parameter path: The file; a log that lies beside it is read with it.
    /// - Throws: ``LedgerStoreError``, as for books that are written.
    public init(atRest path: String) throws {
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
        // SQLite takes an empty file for empty books, and a folder for a disk with an error.
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
            throw LedgerStoreError(cannotOpen: error)
        }
    }

    /// Whether the books were filled to the end.
    ///
    /// - Throws: ``LedgerStoreError``.
    public func isFinished() async throws -> Bool {
        try await queue.read { database in
            try LedgerStoreSQLite.translatingErrors {
                try database.first("SELECT 1 FROM meta WHERE key = 'finished'") { _ in true }
                    ?? false
            }
        }
    }

    /// Refuses: these books are open to be read only.
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws -> Value {
        throw LedgerStoreError(.cannotOpen, "These books are open to be read only.")
    }

    /// Runs a body that reads what is committed, all of it as of one moment.
    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        try await list { try body($0) }
    }

    /// Runs a body that reads a page of a list from what is committed, as of one moment.
    public func list<Value: Sendable>(
        _ body: @escaping @Sendable (any ListingReading) throws -> Value
    ) async throws -> Value {
        try await queue.read { database in
            try LedgerStoreSQLite.translatingErrors {
                let hasNotes = try Self.hasAuditNotes(database)
                return try body(SQLiteReader(database, hasAuditNotes: hasNotes))
            }
        }
    }

    /// True if the audit log has notes: books may be read that an earlier release wrote.
    static func hasAuditNotes(_ database: Database) throws -> Bool {
        try database.first(
            "SELECT 1 FROM pragma_table_info('audit') WHERE name = 'note'"
        ) { _ in true } ?? false
    }
}
