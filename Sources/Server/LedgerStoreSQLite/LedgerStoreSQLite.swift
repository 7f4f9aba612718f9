import CSQLite
import CoreVocabulary
import Cryptography
import GRDB
import Glibc
public import LedgerService

/// The books in one SQLite file: one connection that writes, few that read, one process at a time.
///
/// Commits are durable when ``write(_:)`` returns (WAL, `synchronous=FULL`). Rows of append-only
/// tables are kept by triggers, and on this connection by an authorizer as well.
public final class LedgerStoreSQLite: LedgerStore {
    /// What can be set about the store.
    public struct Options: Sendable {
        /// The page cache of the connection that writes, in KiB.
        public var writerCacheKibibytes = 1_536
        /// The page cache of a connection that reads, in KiB.
        public var readerCacheKibibytes = 256
        /// The most connections that read side by side.
        public var readerCount = 2
        /// The epoch of new books; nil for a random one.
        public var newEpoch: UInt64?
        /// Asked before each write with its number in the transaction; true makes it fail.
        var failpoint: (@Sendable (Int) -> Bool)?

        /// Makes options with small caches, because the console of a demo carries the bank.
        public init() {}
    }

    let pool: DatabasePool
    private let options: Options
    private let lock: FileLock

    /// Opens the books, and makes them when there are none.
    ///
    /// - Parameters:
    ///   - path: The database file; its folder must exist. A lock file lies beside it.
    ///   - options: What can be set.
    /// - Throws: ``LedgerStoreError``: `inUse` when another process has the books open, `tooNew`
    ///   when a later version wrote them, `cannotOpen` when the file is none of ours.
    public init(path: String, options: Options = Options()) throws {
        lock = try FileLock(ofDatabaseAt: path)
        self.options = options
        do {
            try Self.createPrivately(path)
            pool = try DatabasePool(path: path, configuration: Self.configuration(options))
            try Self.migrate(pool, options)
        } catch let error as DatabaseError {
            throw LedgerStoreError(.cannotOpen, LedgerStoreError(error).message)
        }
    }

    /// Runs a body in one database transaction, and returns when it is durable.
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws -> Value {
        // Not GRDB's own async write, which a cancelled task would roll back: the transaction may
        // carry other people's work.
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncWriteWithoutTransaction { [failpoint = options.failpoint] database in
                continuation.resume(
                    with: Result { try Self.transact(database, failpoint, body) }
                )
            }
        }
    }

    /// Runs a body that reads what is committed, all of it as of one moment.
    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncRead { database in
                continuation.resume(
                    with: Result {
                        try Self.translatingErrors { try body(SQLiteReader(database.get())) }
                    }
                )
            }
        }
    }

    /// Closes the connections and gives the lock up; the store cannot be used any more.
    ///
    /// - Throws: ``LedgerStoreError`` when something still reads.
    public func close() throws {
        try Self.translatingErrors { try pool.close() }
        lock.release()
    }

    private static func transact<Value>(
        _ database: Database,
        _ failpoint: (@Sendable (Int) -> Bool)?,
        _ body: (any LedgerTransaction) throws -> Value
    ) throws -> Value {
        try translatingErrors {
            var value: Value?
            try database.inTransaction(.immediate) {
                value = try body(SQLiteTransaction(database, failpoint: failpoint))
                return .commit
            }
            guard let value else { invariantBroken("a transaction that commits has a value") }
            return value
        }
    }

    /// GRDB's errors carry statements; ours carry a code and SQLite's own words.
    static func translatingErrors<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw LedgerStoreError(error)
        }
    }
}
