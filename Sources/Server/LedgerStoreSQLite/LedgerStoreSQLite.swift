import CSQLite
import CoreVocabulary
import GRDB
import LocalFiles
import Glibc
package import LedgerService

/// The books in one SQLite file, with one writing connection, a few reading ones, and one process
/// at a time.
///
/// Commits are durable when ``write(_:)`` returns (WAL, `synchronous=FULL`). Triggers protect the
/// rows of append-only tables from other programs; see ``Authorizer`` for this connection.
package final class LedgerStoreSQLite: LedgerStore {
    /// Settings of the store.
    package struct Options: Sendable {
        /// Page cache of the writing connection, in KiB.
        package var writerCacheKibibytes = 1_536
        /// Page cache of each reading connection, in KiB.
        package var readerCacheKibibytes = 256
        /// Maximum number of concurrent reading connections.
        ///
        /// It is one more than the bank reads concurrently for callers, so that its own readings do
        /// not wait behind theirs.
        package var readerCount = BankConfiguration.standardReadConcurrency + 1
        /// Length of the write-ahead log at which a checkpoint moves its pages into the file, in
        /// KiB.
        ///
        /// Transfers between random accounts change a page each. With a longer log, a page that
        /// changed twice is more often written once.
        package var checkpointKibibytes = 4_096
        /// Counts the steps of every statement; nil to count none.
        package var meter: StatementMeter?
        /// The epoch of new books; nil for a random one.
        package var newEpoch: UInt64?
        /// True if the books must exist and be complete; if false, missing books are created.
        package var requiresFinishedBooks = false
        /// True if the folder of the books is locked as well, for a folder that contains nothing
        /// else.
        package var locksFolder = false
        /// Called before each write with its number in the transaction; returns true to make it
        /// fail.
        var failpoint: (@Sendable (Int) -> Bool)?

        /// Creates options with small caches, because the console of a demo contains the bank.
        package init() {}
    }

    let pool: DatabasePool
    private let options: Options
    private let locks: [FileLock]
    private let place: BooksPlace
    private let transferGuards = TransferGuardCount()

    /// Opens the books, and creates them if there are none.
    ///
    /// The folder of the database file must exist. A lock file is created beside the file.
    ///
    /// - Throws: ``LedgerStoreError`` with `inUse` if another process has the books open, `tooNew`
    ///   if a later version wrote them, `cannotOpen` if the file is not a database of this program,
    ///   `unfinished` if they had to be complete and are not.
    package init(path: String, options: Options = Options()) throws {
        // The folder is locked first, so that a process that may not have it leaves no lock file
        // there.
        var locks: [FileLock] = []
        if options.locksFolder { locks.append(try FileLock.ofFolder(around: path)) }
        locks.append(try FileLock.ofDatabase(at: path))
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
            throw LedgerStoreError(error, as: .cannotOpen)
        }
    }

    /// Number of bytes by which the books can grow on their disk; nil if the system does not report
    /// it.
    package var freeByteCount: Int64? { LocalFolder.freeByteCount(of: pool.path) }

    /// Runs a body in one database transaction, and returns when it is durable.
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws -> Value {
        // GRDB's own async write is not used, because cancelling its task would roll back the
        // transaction, which may contain jobs of other callers.
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncWriteWithoutTransaction {
                [failpoint = options.failpoint, place, transferGuards] database in
                continuation.resume(
                    with: Result {
                        try place.check()
                        let value = try Self.transact(database, transferGuards, failpoint, body)
                        // If a file was moved meanwhile, nobody would find the committed rows.
                        try place.check()
                        return value
                    }
                )
            }
        }
    }

    /// Runs a body that reads one consistent snapshot of the committed books.
    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        try await reading { try body($0) }
    }

    /// Runs a body with all read operations on one consistent snapshot.
    func reading<Value: Sendable>(
        _ body: @escaping @Sendable (SQLiteReader) throws -> Value
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

    /// Closes the connections and releases the locks; the store cannot be used any more.
    ///
    /// If the books were moved or deleted meanwhile, the log stays as it is, because a checkpoint
    /// would move its pages into a file that nobody finds.
    ///
    /// - Throws: ``LedgerStoreError`` if a reading is still under way.
    package func close() throws {
        if place.hasBooks {
            // A reading resumes its caller before it leaves its transaction, and would stop the
            // checkpoint. A store that was closed before has no connection, and needs none.
            try? pool.barrierWriteWithoutTransaction { Self.emptyLog(of: $0) }
        }
        try Self.translatingErrors { try pool.close() }
        for lock in locks { lock.release() }
    }

    /// Moves the pages of the write-ahead log into the database file, so that the next start need
    /// not read up to 64 MiB of it.
    ///
    /// If another process reads the books, or the disk is full, the log stays and nothing is lost.
    /// The checkpoint does not wait for readers of other processes, because a stop has little time.
    private static func emptyLog(of database: Database) {
        // A store that was closed before has no connection, and its log was emptied then.
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

    /// Translates GRDB's errors, which contain statements, into errors with a code and SQLite's
    /// message.
    static func translatingErrors<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw LedgerStoreError(error)
        }
    }
}
