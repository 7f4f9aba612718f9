import CSQLite
import GRDB
public import LedgerService

/// The books of a store, opened to be read only: beside the process that writes them, or alone.
///
/// It takes no lock and makes no checkpoint. In WAL mode a reader disturbs no writer, and sees the
/// books as of one commit.
public struct LedgerBooksReader: LedgerStore {
    private static let cacheKibibytes = 512

    let queue: DatabaseQueue

    /// Opens the books.
    ///
    /// - Throws: ``LedgerStoreError``: `cannotOpen` when there are none or the file is none of ours.
    public init(path: String) throws {
        var configuration = Configuration()
        configuration.label = "counterfoil.ledger-reader"
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            guard
                counterfoil_sqlite_distrust_schema(database.sqliteConnection) == SQLITE_OK,
                counterfoil_sqlite_disable_checkpoint_on_close(database.sqliteConnection)
                    == SQLITE_OK
            else { throw LedgerStoreError(lastFailureOf: database.sqliteConnection) }
            try database.execute(sql: "PRAGMA cache_size = -\(Self.cacheKibibytes)")
        }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
        } catch let error as DatabaseError {
            throw LedgerStoreError(.cannotOpen, LedgerStoreError(error).message)
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
        try await queue.read { database in
            try LedgerStoreSQLite.translatingErrors { try body(SQLiteReader(database)) }
        }
    }
}
