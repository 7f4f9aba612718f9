import Glibc

/// The place of some books, kept for one process while others are put there.
public final class LockedBooks: Sendable {
    /// A change of names.
    private enum Step {
        case moved(from: String, to: String)
        /// A file got a second name.
        case linked(second: String)
        /// A file lost the first of two names.
        case unlinked(String, second: String)

        /// Takes the change back; where that fails, the file stays under the other name.
        func takeBack() {
            switch self {
            case .moved(let from, let target): rename(target, from)
            case .linked(let second): unlink(second)
            case .unlinked(let name, let second): link(second, name)
            }
        }
    }

    /// SQLite's files beside books that have a log.
    private static let suffixes = [BooksSuffix.log, BooksSuffix.index]

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
    /// A process that dies in between leaves the place as it was or empty, and all books in their
    /// files. Those that go have their log beside them the whole time: it has both names until they
    /// have moved.
    ///
    /// - Parameters:
    ///   - other: The file of the others, closed.
    ///   - aside: Where those that are there go; nothing is there, nor beside it.
    /// - Throws: ``LedgerStoreError`` when a file cannot be moved; what was moved is back then.
    public func replace(by other: String, movingTo aside: String) throws(LedgerStoreError) {
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
            for step in steps.reversed() { step.takeBack() }
            throw error
        }
    }

    /// Gives the place up; once is enough.
    public func release() {
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
            // A power failure must not undo the move alone.
            try LedgerStoreSQLite.synchroniseFolder(of: path)
            guard unlink(log) == 0 else { throw Self.failure(log, logAside) }
            steps.append(.unlinked(log, second: logAside))
        }
        let index = path + BooksSuffix.index
        if Self.exists(index) { try move(index, to: aside + BooksSuffix.index, &steps) }
    }

    /// Moves a log aside whose books are not there; one that lies beside them under another name, since
    /// a process died while it moved them, only loses this name.
    private func moveLogAlone(to aside: String, _ steps: inout [Step]) throws(LedgerStoreError) {
        for suffix in Self.suffixes where Self.exists(path + suffix) {
            let file = path + suffix
            var status = stat()
            if suffix == BooksSuffix.log, lstat(file, &status) == 0, status.st_nlink > 1 {
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

    /// The error of a file that could not be moved just now.
    private static func failure(_ from: String, _ target: String) -> LedgerStoreError {
        LedgerStoreError(
            .cannotOpen,
            "\(from) cannot be moved to \(target): \(String(cString: strerror(errno)))."
        )
    }
}
