import CSQLite
import CoreVocabulary
import GRDB
import LedgerService

/// Reads and writes of one database transaction; lives no longer than that.
final class SQLiteTransaction: SQLiteReader, LedgerTransaction {
    /// Asked before each write, with its number in this transaction; true makes it fail.
    private let failpoint: (@Sendable (Int) -> Bool)?
    /// Counts the rows that change; what a savepoint takes back it counts no more.
    private let digests: TableDigests
    /// The rows of `sign_in_guard` about transfers, as of the last commit.
    let transferGuards: TransferGuardCount
    /// How many of those this transaction has added.
    var addedTransferGuardCount: Int64 = 0
    private var writeCount = 0
    private var lastTransferNumber: Int64?
    /// The number of the audit log's last line.
    private var lastAuditNumber: Int64?
    /// The transfer that was written last: its entries follow at once and need the number.
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
        // Outside a transaction a savepoint would begin one of its own, and commit it alone.
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
            // After some failures SQLite has ended the whole transaction by itself. Then there is
            // nothing to go back to, and every later savepoint, write and the commit fail.
            guard database.isInsideTransaction else { throw error }
            try database.forEach("ROLLBACK TO job") { _ in }
            try database.forEach("RELEASE job") { _ in }
            throw error
        }
    }

    /// Runs a statement that writes.
    func run(_ sql: String, _ values: [SQLValue]) throws {
        writeCount += 1
        if failpoint?(writeCount) == true {
            throw LedgerStoreError(.failpoint, "A test asked for a failure here.")
        }
        // Outside a transaction a write would be committed alone.
        try database.requireTransaction()
        try database.forEach(sql, values) { _ in }
    }

    /// The number of a table's rows, without a look at any of them.
    func rowCount(of table: String) throws -> Int64 {
        let stored = try TableDigests.stored(of: table, in: database).rowCount
        return stored + addedRowCount(of: table)
    }

    /// By how much the number of a table's rows has grown in this transaction.
    func addedRowCount(of table: String) -> Int64 {
        digests.changes[table]?.rowCount ?? 0
    }

    /// Whether the last statement changed a row.
    var didChange: Bool { sqlite3_changes(database.sqliteConnection) > 0 }

    /// The number of the next transfer.
    func nextTransferNumber() throws -> Int64 {
        if lastTransferNumber == nil {
            lastTransferNumber =
                try database.first("SELECT max(transfer_no) FROM transfer") { $0.integer(0) } ?? 0
        }
        let next = (lastTransferNumber ?? 0) + 1
        lastTransferNumber = next
        return next
    }

    /// The number of the line of the audit log that is written next: the one that tells of what is
    /// booked now.
    func nextAuditNumber() throws -> Int64 {
        let last = try lastAuditNumber ?? auditHead().number
        lastAuditNumber = last
        return last + 1
    }

    /// Keeps the number of the line of the audit log that was just written.
    func note(auditNumber: Int64) {
        lastAuditNumber = auditNumber
    }

    /// Keeps the number of the transfer that was just written.
    func note(transferID: TransferID, number: Int64) {
        lastTransfer = (transferID, number)
    }

    /// The number of a transfer that must be there.
    func transferNumber(of id: TransferID) throws -> Int64 {
        if let lastTransfer, lastTransfer.id == id { return lastTransfer.number }
        let number = try database.first(
            "SELECT transfer_no FROM transfer WHERE transfer_id = ?",
            [.id(id)]
        ) { $0.integer(0) }
        guard let number else {
            throw LedgerStoreError(.rowInvalid, "A row names a transfer that is not there.")
        }
        return number
    }
}
