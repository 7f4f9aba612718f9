import CoreVocabulary
import GRDB
package import LedgerService
import Synchronization

/// Books in one SQLite file, whose caller ends each database transaction itself.
///
/// A simulation uses it in place of ``LedgerStoreSQLite``: the same statements, guards and
/// digests, on the caller's thread and without waiting. One caller writes at a time. Readers see
/// the last commit.
package final class SteppedBooks: Sendable {
    private let writer: DatabaseQueue
    private let reader: DatabaseQueue
    private let transferGuards = TransferGuardCount()
    /// Number of rows about transfers that the open transaction has added.
    private let addedGuardCount = Mutex<Int64>(0)

    /// Opens the books at a path, and creates them if there are none.
    ///
    /// As after every restart, open sign-in tries end.
    package init(path: String, newEpoch: UInt64) throws {
        var options = LedgerStoreSQLite.Options()
        options.newEpoch = newEpoch
        var configuration = LedgerStoreSQLite.configuration(options)
        configuration.allowsUnsafeTransactions = true
        var readerConfiguration = configuration
        readerConfiguration.readonly = true
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
        writer = try DatabaseQueue(path: path, configuration: configuration)
        try LedgerStoreSQLite.migrate(writer, options)
        reader = try DatabaseQueue(path: path, configuration: readerConfiguration)
    }

    /// Begins a transaction, runs a body in it and leaves it open.
    ///
    /// A body that throws rolls the transaction back. The failpoint is called before each write with
    /// its number, and returns true to make it fail.
    package func begin<Value>(
        failpoint: @escaping @Sendable (Int) -> Bool,
        _ body: (any LedgerTransaction) throws -> Value
    ) throws -> (value: Value, writeCount: Int) {
        try LedgerStoreSQLite.translatingErrors {
            try writer.writeWithoutTransaction { database in
                try database.beginTransaction(.immediate)
                do {
                    let digests = TableDigests()
                    let transaction = SQLiteTransaction(
                        database,
                        digests,
                        transferGuards,
                        failpoint: failpoint
                    )
                    let value = try digests.counting(database) { try body(transaction) }
                    try digests.save(in: database)
                    addedGuardCount.withLock { $0 = transaction.addedTransferGuardCount }
                    return (value, transaction.writeCount)
                } catch {
                    if database.isInsideTransaction { try database.rollback() }
                    throw error
                }
            }
        }
    }

    /// Commits the open transaction.
    package func commit() throws {
        try LedgerStoreSQLite.translatingErrors {
            try writer.writeWithoutTransaction { try $0.commit() }
        }
        transferGuards.add(addedGuardCount.withLock { $0 })
    }

    /// Rolls back the open transaction.
    package func rollBack() throws {
        try LedgerStoreSQLite.translatingErrors {
            try writer.writeWithoutTransaction { try $0.rollback() }
        }
    }

    /// Runs a body that reads the last commit.
    package func read<Value>(_ body: (any LedgerReading) throws -> Value) throws -> Value {
        try LedgerStoreSQLite.translatingErrors {
            try reader.read { try body(SQLiteReader($0)) }
        }
    }

    /// Returns the first broken invariant of the last commit; nil if there is none.
    package func firstFinding(_ depth: BooksCheckDepth) throws -> CheckFinding? {
        try LedgerStoreSQLite.translatingErrors {
            try reader.read { try BooksCheck(SQLiteReader($0)).firstFinding(depth) }
        }
    }

    /// Begins an epoch without an audit row, as the simulation's restore does.
    package func beginEpoch(_ epoch: UInt64) throws {
        _ = try begin(failpoint: { _ in false }) { books in
            guard let transaction = books as? SQLiteTransaction else {
                invariantBroken("the transactions of these books are their own")
            }
            try transaction.insertEpoch(epoch, at: .epoch)
        }
        try commit()
    }

    /// Returns a copy of the last commit in memory.
    package func image() throws -> BooksImage {
        let copy = try DatabaseQueue()
        try reader.backup(to: copy)
        return BooksImage(copy)
    }

    /// Closes the connections; an open transaction is lost.
    package func close() throws {
        try reader.close()
        try writer.close()
    }
}
