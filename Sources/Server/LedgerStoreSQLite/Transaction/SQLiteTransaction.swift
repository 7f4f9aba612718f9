import CSQLite
import CoreVocabulary
import GRDB
import LedgerService

/// Read and write operations within one database transaction; must not outlive it.
final class SQLiteTransaction: SQLiteReader, LedgerTransaction {
    /// Called before each write with its number in this transaction; returns true to make it fail.
    private let failpoint: (@Sendable (Int) -> Bool)?
    /// Counts the changed rows; the savepoint restores the counts if it rolls back.
    private let digests: TableDigests
    /// Number of rows of `sign_in_guard` about transfers, as of the last commit.
    let transferGuards: TransferGuardCount
    /// Number of such rows that this transaction has added.
    var addedTransferGuardCount: Int64 = 0
    private(set) var writeCount = 0
    /// Numbers of the last rows; the savepoint forgets them if it rolls back.
    var lastNumbers = LastNumbers()

    init(
        _ database: Database,
        _ digests: TableDigests,
        _ transferGuards: TransferGuardCount,
        failpoint: (@Sendable (Int) -> Bool)?
    ) {
        self.digests = digests
        self.transferGuards = transferGuards
        self.failpoint = failpoint
        super.init(database)
    }

    func savepoint<Value>(_ body: () throws -> Value) throws -> Value {
        // Outside of a transaction, a savepoint would begin a transaction and commit it alone.
        try database.requireTransaction()
        try database.forEach("SAVEPOINT job") { _ in }
        let countedBefore = digests.counted
        let guardsBefore = addedTransferGuardCount
        do {
            let value = try body()
            try database.forEach("RELEASE job") { _ in }
            return value
        } catch {
            forgetAccounts()
            lastNumbers = LastNumbers()
            digests.counted = countedBefore
            addedTransferGuardCount = guardsBefore
            // After some failures SQLite has rolled back the whole transaction by itself. Then
            // there is no savepoint to return to, and every later savepoint, write and the commit
            // fail.
            guard database.isInsideTransaction else { throw error }
            try database.forEach("ROLLBACK TO job") { _ in }
            try database.forEach("RELEASE job") { _ in }
            throw error
        }
    }

    /// Runs a statement that writes to the database.
    func run(_ sql: String, _ values: [SQLValue]) throws {
        writeCount += 1
        if failpoint?(writeCount) == true {
            throw LedgerStoreError(.failpoint, "A test asked for a failure here.")
        }
        // Outside of a transaction, the write would be committed alone.
        try database.requireTransaction()
        try database.forEach(sql, values) { _ in }
    }

    /// Returns the number of a table's rows from its digest, without reading any of them.
    func rowCount(of table: String) throws -> Int64 {
        let stored = try TableDigests.stored(of: table, in: database).rowCount
        return stored + addedRowCount(of: table)
    }

    /// Returns the number of rows by which a table has grown in this transaction.
    func addedRowCount(of table: String) -> Int64 {
        digests.change(of: table).rowCount
    }

    /// True if the last statement changed a row.
    var didChange: Bool { sqlite3_changes(database.sqliteConnection) > 0 }
}
