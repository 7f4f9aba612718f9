import Glibc

/// The files of open books at their paths, to notice when somebody moves or deletes them.
///
/// A process goes on writing to a file that has no name any more, and the kernel throws all of it
/// away when the process ends. So what is written is promised only while the files are in place.
struct BooksPlace: Sendable {
    /// The books, and SQLite's files beside them.
    private static let suffixes = ["", BooksSuffix.log, BooksSuffix.index]

    private struct Identity: Hashable {
        let device: dev_t
        let number: ino_t

        init?(_ path: String) {
            var status = stat()
            guard lstat(path, &status) == 0 else { return nil }
            device = status.st_dev
            number = status.st_ino
        }
    }

    private struct PlacedFile {
        let path: String
        private let identity: Identity

        init?(_ path: String) {
            guard let identity = Identity(path) else { return nil }
            self.path = path
            self.identity = identity
        }

        var isInPlace: Bool { Identity(path) == identity }
    }

    private let files: [PlacedFile]
    private let lock: PlacedFile?

    /// Takes the files that are at their paths now; SQLite has opened them before.
    init(_ path: String) {
        files = Self.suffixes.compactMap { PlacedFile(path + $0) }
        lock = PlacedFile(path + BooksSuffix.lock)
    }

    /// Whether SQLite's files are those that were opened; the lock may be another.
    var hasBooks: Bool { files.allSatisfy(\.isInPlace) }

    /// Refuses to go on when a file is no longer the one at its path.
    ///
    /// - Throws: ``LedgerStoreError``: `moved`.
    func check() throws(LedgerStoreError) {
        for file in files where !file.isInPlace {
            throw LedgerStoreError(
                .moved,
                "\(file.path) was moved, replaced or deleted while the books were open; nothing is "
                    + "written. Leave the server running and put the file back; a deleted one is "
                    + "saved from the running server, which is started again only after that "
                    + "(RUNBOOK, \"Nothing is written\")."
            )
        }
        if let lock, !lock.isInPlace {
            throw LedgerStoreError(
                .moved,
                "\(lock.path) was moved, replaced or deleted while the books were open; nothing is "
                    + "written. The books are whole: stop the server and start it again."
            )
        }
    }
}
