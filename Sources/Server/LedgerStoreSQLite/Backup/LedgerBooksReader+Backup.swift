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
            try LedgerStoreSQLite.translatingErrors { try Checker(database).firstFinding() }
        }
    }

    /// Copies the books as of one commit into a file of their own, while the bank goes on.
    ///
    /// The copy is one file that needs no other beside it, and is durable when this returns. Blocks
    /// the calling thread for as long as the copying takes; writers are not stopped.
    ///
    /// - Parameter path: Where to; nothing may be there.
    /// - Throws: ``LedgerStoreError``: `cannotOpen` when the file cannot be made.
    public func copy(to path: String) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw LedgerStoreError(.cannotOpen, "The file for the copy cannot be made.")
        }
        defer { Glibc.close(descriptor) }
        try LedgerStoreSQLite.translatingErrors {
            let copy = try DatabaseQueue(path: path)
            // All pages in one step, which is one read transaction: a commit meanwhile would make
            // several steps begin again, for ever under load.
            try queue.backup(to: copy, pagesPerStep: -1)
            try copy.writeWithoutTransaction { database in
                _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
            }
            try copy.close()
        }
        guard fsync(descriptor) == 0 else {
            throw LedgerStoreError(.cannotOpen, "The file for the copy cannot be written.")
        }
    }
}
