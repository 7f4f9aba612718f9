import CSQLite
import GRDB
import Glibc

extension LedgerBooksReader {
    /// Checks the books as ``LedgerStoreSQLite/check()`` does, without being the process that
    /// writes them.
    ///
    /// - Returns: What is wrong; nil when nothing is.
    /// - Throws: ``LedgerStoreError``.
    public func check() async throws -> CheckFinding? {
        try await queue.read { database in
            try LedgerStoreSQLite.translatingErrors {
                let hasNotes = try Self.hasAuditNotes(database)
                let reader = SQLiteReader(database, hasAuditNotes: hasNotes)
                return try Checker(reader, pageCount: Checker.pageCount).firstFinding()
            }
        }
    }

    /// True if the books lack a step of the schema: an earlier release wrote them, and the next process
    /// that opens them to be written brings them up to date.
    ///
    /// - Throws: ``LedgerStoreError``.
    public func awaitsUpgrade() async throws -> Bool {
        try await queue.read { database in
            try LedgerStoreSQLite.translatingErrors {
                let migrator = Schema.migrator
                return try migrator.appliedMigrations(database) != migrator.migrations
            }
        }
    }

    /// Copies the books as of one commit into a file of their own, while the bank goes on.
    ///
    /// The copy is one file that needs no other beside it, and is durable when this returns. Blocks
    /// the calling thread for as long as the copying takes; writers are not stopped.
    ///
    /// - Parameter path: Where to; nothing may be there.
    /// - Throws: ``LedgerStoreError``: `copyFailed` with the file and the cause; what was written of
    ///   it is removed.
    public func copy(to path: String) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.unwritable(path, errno) }
        defer { Glibc.close(descriptor) }
        do {
            try fill(path)
            guard fsync(descriptor) == 0 else { throw Self.unwritable(path, errno) }
        } catch {
            // SQLite leaves its files beside one that it could not write to.
            for suffix in [""] + BooksSuffix.ofSQLite { unlink(path + suffix) }
            throw error
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
            // All pages in one step, which is one read transaction: a commit meanwhile would make
            // several steps begin again, for ever under load.
            try queue.backup(to: copy, pagesPerStep: -1)
            try copy.writeWithoutTransaction { database in
                _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
            }
        } catch let error as DatabaseError {
            // The connection of the copy is the one that failed; that of the books knows nothing.
            let code = copy.unsafeReentrantRead { sqlite3_system_errno($0.sqliteConnection) }
            throw Self.copyError(error, path, systemCode: code)
        }
        try LedgerStoreSQLite.translatingErrors { try copy.close() }
    }

    /// What went wrong with a copy: its file by name when that cannot be written, else the books.
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
        // SQLite keeps no text for a step of a backup, but each code has one.
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
