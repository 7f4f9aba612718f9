import CSQLite
import GRDB
import Glibc
package import LedgerService
import LocalFiles

extension LedgerBooksReader {
    /// Returns the first fault as ``LedgerStoreSQLite/check()`` does, from outside the process that
    /// writes the books.
    package func check() async throws -> CheckFinding? {
        try await reading { try Checker($0).firstFinding() }
    }

    /// Returns true if the books lack a step of the schema, because an earlier release wrote them.
    ///
    /// The next process that opens them for writing migrates them.
    package func awaitsUpgrade() async throws -> Bool {
        try await reading { books in
            let migrator = Schema.migrator
            return try migrator.appliedMigrations(books.database) != migrator.migrations
        }
    }

    /// Copies a snapshot of the books into a new file while the bank is in use.
    ///
    /// The copy is a single file that is complete without a log, and is durable when this returns.
    /// The call blocks its thread for the duration of the copying, and does not block writers.
    ///
    /// - Throws: ``LedgerStoreError`` with `copyFailed`, the file and the cause, also if the file
    ///   exists; a partial copy is removed.
    package func copy(to path: String) throws {
        let file: OpenFile
        do throws(FileError) {
            file = try OpenFile(creating: path)
        } catch {
            throw Self.unwritable(path, error.systemCode)
        }
        do {
            try fill(path)
            try file.synchronise()
        } catch {
            // SQLite leaves its own files beside a database that it could not write.
            for suffix in [""] + BooksSuffix.ofSQLite { unlink(path + suffix) }
            throw (error as? FileError).map { Self.unwritable(path, $0.systemCode) } ?? error
        }
    }

    private func fill(_ path: String) throws {
        let copy: DatabaseQueue
        do {
            copy = try DatabaseQueue(path: path)
        } catch let error as DatabaseError {
            throw Self.copyError(error, path, systemCode: errno)
        }
        do {
            // All pages are copied in one step, which is one read transaction. With several steps,
            // each commit would restart the backup, endlessly under load.
            try queue.backup(to: copy, pagesPerStep: -1)
            try copy.writeWithoutTransaction { database in
                _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
            }
        } catch let error as DatabaseError {
            // The failed connection is the copy's. The connection of the books has no error code.
            let code = copy.unsafeReentrantRead { sqlite3_system_errno($0.sqliteConnection) }
            throw Self.copyError(error, path, systemCode: code)
        }
        try LedgerStoreSQLite.translatingErrors { try copy.close() }
    }

    /// Returns the error of a failed copy, which names the new file if that cannot be written, and
    /// the books otherwise.
    private static func copyError(
        _ error: DatabaseError,
        _ path: String,
        systemCode: Int32
    ) -> LedgerStoreError {
        switch error.extendedResultCode {
        case .SQLITE_FULL: return unwritable(path, ENOSPC)
        case .SQLITE_IOERR_READ, .SQLITE_IOERR_SHORT_READ, .SQLITE_CORRUPT, .SQLITE_NOTADB: break
        default:
            let isOfSystem = [.SQLITE_IOERR, .SQLITE_CANTOPEN].contains(error.resultCode)
            if isOfSystem, systemCode != 0 { return unwritable(path, systemCode) }
        }
        // SQLite stores no message for a backup step, but every result code has one.
        let text = String(cString: sqlite3_errstr(error.extendedResultCode.rawValue))
        return LedgerStoreError(.copyFailed, "The books cannot be copied to \(path): \(text).")
    }

    private static func unwritable(_ path: String, _ code: Int32) -> LedgerStoreError {
        LedgerStoreError(
            .copyFailed,
            "\(path) cannot be written: \(String(cString: strerror(code)))."
        )
    }
}
