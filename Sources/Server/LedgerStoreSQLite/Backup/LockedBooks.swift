import Glibc

/// The place of some books, kept for one process while others are put there.
public final class LockedBooks: Sendable {
    /// SQLite's files beside the one of the books.
    private static let suffixes = ["-wal", "-shm"]

    private let path: String
    private let locks: [FileLock]

    /// Takes the place.
    ///
    /// - Parameter path: The database file; there need be none.
    /// - Throws: ``LedgerStoreError``: `inUse` while another process has the books open.
    public init(path: String) throws(LedgerStoreError) {
        self.path = path
        // The folder first: whoever may not have it leaves no lock file there.
        locks = [try FileLock(ofFolderAround: path), try FileLock(ofDatabaseAt: path)]
    }

    /// Moves the books that are there aside, and others into their place; durable on return.
    ///
    /// A process that dies in between leaves the place empty, and both in their files.
    ///
    /// - Parameters:
    ///   - other: The file of the others, closed.
    ///   - aside: Where those that are there go.
    /// - Throws: ``LedgerStoreError`` when a file cannot be moved.
    public func replace(by other: String, movingTo aside: String) throws(LedgerStoreError) {
        for suffix in [""] + Self.suffixes where access(path + suffix, F_OK) == 0 {
            try move(path + suffix, to: aside + suffix)
        }
        for suffix in Self.suffixes where access(other + suffix, F_OK) == 0 {
            try move(other + suffix, to: path + suffix)
        }
        try move(other, to: path)
        try LedgerStoreSQLite.synchroniseFolder(of: path)
    }

    /// Gives the place up; once is enough.
    public func release() {
        for lock in locks { lock.release() }
    }

    private func move(_ from: String, to target: String) throws(LedgerStoreError) {
        guard rename(from, target) == 0 else {
            throw LedgerStoreError(
                .cannotOpen,
                "\(from) cannot be moved to \(target): \(String(cString: strerror(errno)))."
            )
        }
    }
}
