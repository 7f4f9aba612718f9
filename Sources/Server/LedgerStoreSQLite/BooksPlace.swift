import LocalFiles

/// Identities of the files of open books, to detect that somebody moves or deletes them.
///
/// A process can continue to write to an unlinked file, and the kernel discards it when the process
/// ends. Therefore a write is reported as durable only while the files are at their paths.
struct BooksPlace: Sendable {
    /// Suffixes of the database file and of SQLite's files beside it.
    private static let suffixes = ["", BooksSuffix.log, BooksSuffix.index]

    private struct PlacedFile {
        let path: String
        private let identity: FileIdentity

        init?(_ path: String) {
            guard let identity = FileStatus(at: path)?.identity else { return nil }
            self.path = path
            self.identity = identity
        }

        var isInPlace: Bool { FileStatus(at: path)?.identity == identity }
    }

    private let files: [PlacedFile]
    private let lock: PlacedFile?

    /// Records the files that are at their paths now; SQLite must have opened them before.
    init(_ path: String) {
        files = Self.suffixes.compactMap { PlacedFile(path + $0) }
        lock = PlacedFile(path + BooksSuffix.lock)
    }

    /// True if SQLite's files are those that were opened; the lock file may be another one.
    var hasBooks: Bool { files.allSatisfy(\.isInPlace) }

    /// Checks that every file is still the one at its path.
    ///
    /// - Throws: ``LedgerStoreError`` with `moved`.
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
