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
    private var lastTransferNumber: Int64?
    /// The number of the last audit row, cached after the first use.
    private var lastAuditNumber: Int64?
    /// The transfer that was inserted last, because its entries need its number next.
    private var lastTransfer: (id: TransferID, number: Int64)?

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
        let countedBefore = digests.changes
        let guardsBefore = addedTransferGuardCount
        do {
            let value = try body()
            try database.forEach("RELEASE job") { _ in }
            return value
        } catch {
            forgetAccounts()
            lastTransferNumber = nil
            lastTransfer = nil
            lastAuditNumber = nil
            digests.changes = countedBefore
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
        digests.changes[table]?.rowCount ?? 0
    }

    /// True if the last statement changed a row.
    var didChange: Bool { sqlite3_changes(database.sqliteConnection) > 0 }

    /// Returns the number for the next transfer.
    func nextTransferNumber() throws -> Int64 {
        if lastTransferNumber == nil {
            lastTransferNumber = try database.integer("SELECT max(transfer_no) FROM transfer")
        }
        let next = (lastTransferNumber ?? 0) + 1
        lastTransferNumber = next
        return next
    }

    /// Returns the number of the next audit row, which will describe the present booking.
    func nextAuditNumber() throws -> Int64 {
        let last = try lastAuditNumber ?? auditHead().number
        lastAuditNumber = last
        return last + 1
    }

    /// Caches the number of the audit row that was just inserted.
    func note(auditNumber: Int64) {
        lastAuditNumber = auditNumber
    }

    /// Caches the number of the transfer that was just inserted.
    func note(transferID: TransferID, number: Int64) {
        lastTransfer = (transferID, number)
    }

    /// Returns the number of a transfer that must exist.
    func transferNumber(of id: TransferID) throws -> Int64 {
        if let lastTransfer, lastTransfer.id == id { return lastTransfer.number }
        let known = "SELECT transfer_no FROM transfer WHERE transfer_id = ?"
        guard let number = try database.integer(known, [.id(id)]) else {
            throw LedgerStoreError(.rowInvalid, "A row names a transfer that is not there.")
        }
        return number
    }
}
