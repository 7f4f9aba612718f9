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
        /// The most connections that read side by side: one more than the bank reads at a time for
        /// those who ask, so that its own readings do not wait behind theirs.
        public var readerCount = BankConfiguration.standardReadConcurrency + 1
        /// The length of the write-ahead log at which its pages go into the file, in KiB.
        ///
        /// Transfers between accounts at random change a page each; the longer the log, the more
        /// often a page that changed twice is written once.
        public var checkpointKibibytes = 4_096
        /// Counts the steps of every statement; nil for a store that counts nothing.
        public var meter: StatementMeter?
        /// The epoch of new books; nil for a random one.
        public var newEpoch: UInt64?
        /// Requires books that were filled to the end; if false, missing books are made.
        public var requiresFinishedBooks = false
        /// Locks the folder of the books as well, for a folder that is theirs alone.
        public var locksFolder = false
        /// Asked before each write with its number in the transaction; true makes it fail.
        var failpoint: (@Sendable (Int) -> Bool)?

        /// Makes options with small caches, because the console of a demo carries the bank.
        public init() {}
    }

    let pool: DatabasePool
    private let options: Options
    private let locks: [FileLock]
    private let place: BooksPlace
    private let transferGuards = TransferGuardCount()

    /// Opens the books, and makes them when there are none.
    ///
    /// - Parameters:
    ///   - path: The database file; its folder must exist. A lock file lies beside it.
    ///   - options: What can be set.
    /// - Throws: ``LedgerStoreError``: `inUse` when another process has the books open, `tooNew`
    ///   when a later version wrote them, `cannotOpen` when the file is none of ours, `unfinished`
    ///   when they had to be whole and are not.
    public init(path: String, options: Options = Options()) throws {
        // The folder first: whoever may not have it leaves no lock file there.
        var locks: [FileLock] = []
        if options.locksFolder { locks.append(try FileLock(ofFolderAround: path)) }
        locks.append(try FileLock(ofDatabaseAt: path))
        self.locks = locks
        self.options = options
        do {
            if options.requiresFinishedBooks {
                try Self.requireWholeFile(path)
            } else {
                try Self.createPrivately(path)
            }
            pool = try DatabasePool(path: path, configuration: Self.configuration(options))
            try Self.migrate(pool, options)
            if options.requiresFinishedBooks { try Self.requireFinished(pool) }
            place = BooksPlace(path)
        } catch let error as DatabaseError {
            throw LedgerStoreError(cannotOpen: error)
        }
    }

    /// Runs a body in one database transaction, and returns when it is durable.
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws -> Value {
        // Not GRDB's own async write, which a cancelled task would roll back: the transaction may
        // carry other people's work.
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncWriteWithoutTransaction {
                [failpoint = options.failpoint, place, transferGuards] database in
                continuation.resume(
                    with: Result {
                        try place.check()
                        let value = try Self.transact(database, transferGuards, failpoint, body)
                        // Gone meanwhile, it is durable nowhere that anybody finds.
                        try place.check()
                        return value
                    }
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

    /// Closes the connections and gives the locks up; the store cannot be used any more.
    ///
    /// Of books that were moved or deleted meanwhile the log stays as it is: what is moved out of it
    /// would go into a file that nobody finds.
    ///
    /// - Throws: ``LedgerStoreError`` when something still reads.
    public func close() throws {
        if place.hasBooks {
            pool.writeWithoutTransaction { Self.emptyLog(of: $0) }
        }
        try Self.translatingErrors { try pool.close() }
        for lock in locks { lock.release() }
    }

    /// Moves what the write-ahead log holds into the database file, so that the next start need not
    /// read up to 64 MiB of it.
    ///
    /// Where another process reads the books, or the disk takes no more, the log stays, and nothing
    /// is lost. Nobody waits for that: a stop has little time.
    private static func emptyLog(of database: Database) {
        // The log of a store that is closed already was emptied then.
        guard let connection = database.sqliteConnection else { return }
        sqlite3_busy_timeout(connection, 0)
        sqlite3_wal_checkpoint_v2(connection, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
    }

    private static func transact<Value>(
        _ database: Database,
        _ transferGuards: TransferGuardCount,
        _ failpoint: (@Sendable (Int) -> Bool)?,
        _ body: (any LedgerTransaction) throws -> Value
    ) throws -> Value {
        try translatingErrors {
            var value: Value?
            var addedGuardCount: Int64 = 0
            try database.inTransaction(.immediate) {
                let digests = TableDigests()
                let transaction = SQLiteTransaction(
                    database,
                    digests,
                    transferGuards,
                    failpoint: failpoint
                )
                value = try digests.counting(database) { try body(transaction) }
                try digests.save(in: database)
                addedGuardCount = transaction.addedTransferGuardCount
                return .commit
            }
            transferGuards.add(addedGuardCount)
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
