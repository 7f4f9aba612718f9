import Glibc
import LocalFiles

/// Locked path of the books, at which one process exchanges them for others.
package final class LockedBooks: Sendable {
    /// Undoable change of a file name.
    private enum Step {
        case moved(from: String, to: String)
        /// A file received a second name.
        case linked(second: String)
        /// A file lost the first of its two names.
        case unlinked(String, second: String)

        /// Undoes the change; if that fails, the file keeps the other name.
        func undo() {
            switch self {
            case .moved(let from, let target): rename(target, from)
            case .linked(let second): unlink(second)
            case .unlinked(let name, let second): link(second, name)
            }
        }
    }

    /// Suffixes of SQLite's files beside books with a write-ahead log.
    private static let suffixes = [BooksSuffix.log, BooksSuffix.index]

    private let path: String
    private let locks: [FileLock]

    /// Locks the path of the books, which need not exist.
    ///
    /// - Throws: ``LedgerStoreError`` with `inUse` if another process has the books open.
    package init(path: String) throws(LedgerStoreError) {
        self.path = path
        // The folder is locked first, so that a process that may not have it leaves no lock file
        // there.
        locks = [try FileLock.ofFolder(around: path), try FileLock.ofDatabase(at: path)]
    }

    /// Moves the present books aside and others into their place; durable on return.
    ///
    /// If the process dies meanwhile, the path has the old books or none, and all books are
    /// complete in their files. The old books always have their log beside them, because it has
    /// both names until they have been moved.
    ///
    /// - Parameters:
    ///   - other: The database file of the other books, closed.
    ///   - aside: The new name of the present books; no file may be there or beside it.
    /// - Throws: ``LedgerStoreError`` if a file cannot be moved; then all moves are undone.
    package func replace(by other: String, movingTo aside: String) throws(LedgerStoreError) {
        var steps: [Step] = []
        do throws(LedgerStoreError) {
            if Self.exists(path) {
                try moveBooks(to: aside, &steps)
            } else {
                try moveLogAlone(to: aside, &steps)
            }
            for suffix in Self.suffixes where Self.exists(other + suffix) {
                try move(other + suffix, to: path + suffix, &steps)
            }
            try move(other, to: path, &steps)
            try LedgerStoreSQLite.synchroniseFolder(of: path)
        } catch {
            for step in steps.reversed() { step.undo() }
            throw error
        }
    }

    /// Releases the locks; further calls have no effect.
    package func release() {
        for lock in locks { lock.release() }
    }

    private func moveBooks(to aside: String, _ steps: inout [Step]) throws(LedgerStoreError) {
        let (log, logAside) = (path + BooksSuffix.log, aside + BooksSuffix.log)
        let hasLog = Self.exists(log)
        if hasLog {
            guard link(log, logAside) == 0 else { throw Self.failure(log, logAside) }
            steps.append(.linked(second: logAside))
            try LedgerStoreSQLite.synchroniseFolder(of: path)
        }
        try move(path, to: aside, &steps)
        if hasLog {
            // A power failure must not undo the rename without also undoing the removal.
            try LedgerStoreSQLite.synchroniseFolder(of: path)
            guard unlink(log) == 0 else { throw Self.failure(log, logAside) }
            steps.append(.unlinked(log, second: logAside))
        }
        let index = path + BooksSuffix.index
        if Self.exists(index) { try move(index, to: aside + BooksSuffix.index, &steps) }
    }

    /// Moves a log aside whose books are missing.
    ///
    /// If the log has a second name, because a process died while it moved the books, only this
    /// name is removed.
    private func moveLogAlone(to aside: String, _ steps: inout [Step]) throws(LedgerStoreError) {
        for suffix in Self.suffixes where Self.exists(path + suffix) {
            let file = path + suffix
            let linkCount = FileStatus(at: file)?.linkCount ?? 1
            if suffix == BooksSuffix.log, linkCount > 1 {
                guard unlink(file) == 0 else { throw Self.failure(file, aside + suffix) }
            } else {
                try move(file, to: aside + suffix, &steps)
            }
        }
    }

    private func move(
        _ from: String,
        to target: String,
        _ steps: inout [Step]
    ) throws(LedgerStoreError) {
        guard rename(from, target) == 0 else { throw Self.failure(from, target) }
        steps.append(.moved(from: from, to: target))
    }

    private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Returns the error for a file that could not be moved just now.
    private static func failure(_ from: String, _ target: String) -> LedgerStoreError {
        LedgerStoreError(
            .cannotOpen,
            "\(from) cannot be moved to \(target): \(String(cString: strerror(errno)))."
        )
    }
}
