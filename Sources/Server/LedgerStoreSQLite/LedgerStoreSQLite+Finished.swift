import CoreVocabulary
import GRDB
import Glibc

extension LedgerStoreSQLite {
    /// The first bytes of every SQLite database.
    private static let magic = Array("SQLite format 3\u{0}".utf8)
    private static let headerByteCount = 100
    /// Bytes in the smallest page that a database may have.
    private static let leastPageByteCount = 512

    /// Notes in the books that they were filled to the end; once is enough.
    ///
    /// - Throws: ``LedgerStoreError``.
    public func finish() async throws {
        try await write { transaction in
            guard let transaction = transaction as? SQLiteTransaction else {
                invariantBroken("the transactions of this store are its own")
            }
            try transaction.run(
                """
                INSERT INTO meta (key, value) SELECT 'finished', x'01'
                WHERE NOT EXISTS (SELECT 1 FROM meta WHERE key = 'finished')
                """,
                []
            )
        }
    }

    /// Refuses a file that SQLite would take for empty books, or that ends before its last page and
    /// has no log with the rest.
    ///
    /// - Throws: ``LedgerStoreError``: `cannotOpen`, `unfinished`.
    static func requireWholeFile(_ path: String) throws(LedgerStoreError) {
        try requireFiles(besides: path)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw LedgerStoreError(.cannotOpen, "The file of the books cannot be opened.")
        }
        defer { Glibc.close(descriptor) }
        var status = stat()
        var header = [UInt8](repeating: 0, count: headerByteCount)
        guard fstat(descriptor, &status) == 0,
            pread(descriptor, &header, headerByteCount, 0) == headerByteCount,
            header.starts(with: magic)
        else { throw unfinished }
        // Source: SQLite, "Database File Format", §1.3.2 and §1.3.7. The number of pages counts only
        // when the two change counters agree.
        func number(_ start: Int, _ count: Int) -> Int64 {
            header[start..<start + count].reduce(0) { $0 << 8 | Int64($1) }
        }
        let pageByteCount = number(16, 2) == 1 ? 65_536 : number(16, 2)
        guard pageByteCount >= Int64(leastPageByteCount) else { throw unfinished }
        let isCountValid = number(24, 4) == number(92, 4)
        let fileCount = Int64(status.st_size) / pageByteCount
        if let logged = LoggedPages(besides: path, pageByteCount: pageByteCount) {
            guard logged.complete(fileCount) else { throw unfinished }
        } else if isCountValid, fileCount < number(28, 4) {
            throw unfinished
        }
    }

    /// Refuses what is no file, or has not even the first page of books.
    ///
    /// It is not opened: to close it would give up the locks that SQLite holds on it for another
    /// connection of this process.
    ///
    /// - Throws: ``LedgerStoreError``: `cannotOpen`, `unfinished`.
    static func requireFirstPage(_ path: String) throws(LedgerStoreError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw LedgerStoreError(
                .cannotOpen,
                "The file of the books cannot be opened: \(String(cString: strerror(errno)))."
            )
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw LedgerStoreError(.cannotOpen, "What is there is no file of books.")
        }
        guard Int(status.st_size) >= leastPageByteCount else { throw unfinished }
        try requireFiles(besides: path)
    }

    /// Refuses what is no file where SQLite has one beside the books: it would wait for ever for what a
    /// pipe gives.
    private static func requireFiles(besides path: String) throws(LedgerStoreError) {
        for file in BooksSuffix.ofSQLite.map({ path + $0 }) {
            var status = stat()
            guard stat(file, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { continue }
            throw LedgerStoreError(.cannotOpen, "\(file) is no file.")
        }
    }

    /// Refuses books that were never filled to the end.
    ///
    /// - Throws: ``LedgerStoreError``: `unfinished`.
    static func requireFinished(_ pool: DatabasePool) throws {
        let isFinished = try pool.read { database in
            try database.first("SELECT 1 FROM meta WHERE key = 'finished'") { _ in true }
        }
        guard isFinished == true else { throw unfinished }
    }

    private static var unfinished: LedgerStoreError {
        LedgerStoreError(
            .unfinished,
            "The file holds no whole books: it was cut off, or they were never filled to the end. "
                + "Restore a backup, or make a new bank."
        )
    }
}
