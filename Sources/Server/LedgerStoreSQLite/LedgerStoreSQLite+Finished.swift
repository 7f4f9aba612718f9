import CoreVocabulary
import GRDB
import LocalFiles

extension LedgerStoreSQLite {
    /// The first bytes of every SQLite database.
    private static let magic = Array("SQLite format 3\u{0}".utf8)
    private static let headerByteCount = 100
    /// Length in bytes of the smallest page that a database may have.
    private static let leastPageByteCount = 512

    /// Records in the books that they are complete; further calls have no effect.
    package func finish() async throws {
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

    /// Rejects an empty or truncated database file.
    ///
    /// SQLite would treat an empty file as empty books. A file that ends before its last page is
    /// accepted if its write-ahead log has the missing pages.
    ///
    /// - Throws: ``LedgerStoreError`` with `cannotOpen` or `unfinished`.
    static func requireWholeFile(_ path: String) throws(LedgerStoreError) {
        try requireFiles(besides: path)
        let (header, byteCount) = try header(of: path)
        guard header.starts(with: magic) else { throw unfinished }
        // Source: SQLite, "Database File Format", §1.3.2 and §1.3.7. The number of pages is valid
        // only if the two change counters agree.
        func number(_ start: Int, _ count: Int) -> Int64 {
            header[start..<start + count].reduce(0) { $0 << 8 | Int64($1) }
        }
        let pageByteCount = number(16, 2) == 1 ? 65_536 : number(16, 2)
        guard pageByteCount >= Int64(leastPageByteCount) else { throw unfinished }
        let isCountValid = number(24, 4) == number(92, 4)
        let fileCount = byteCount / pageByteCount
        if let logged = LoggedPages(besides: path, pageByteCount: pageByteCount) {
            guard logged.complete(fileCount) else { throw unfinished }
        } else if isCountValid, fileCount < number(28, 4) {
            throw unfinished
        }
    }

    /// Returns the first bytes of a database file, none if it is shorter, and its length.
    private static func header(
        of path: String
    ) throws(LedgerStoreError) -> (bytes: [UInt8], byteCount: Int64) {
        do throws(FileError) {
            let file = try OpenFile(reading: path)
            return (file.bytes(headerByteCount, at: 0) ?? [], try file.status().byteCount)
        } catch .notRegular {
            throw unfinished
        } catch {
            throw LedgerStoreError(.cannotOpen, "The file of the books cannot be opened.")
        }
    }

    /// Rejects a path without a regular file that has at least one page.
    ///
    /// The file is not opened. Closing it would release the locks that SQLite holds on it for
    /// another connection of this process.
    ///
    /// - Throws: ``LedgerStoreError`` with `cannotOpen` or `unfinished`.
    static func requireFirstPage(_ path: String) throws(LedgerStoreError) {
        let status: FileStatus
        do throws(FileError) {
            status = try FileStatus(of: path, followsLinks: true)
        } catch {
            throw LedgerStoreError(
                .cannotOpen,
                "The file of the books cannot be opened: \(error.reason)."
            )
        }
        guard status.kind == .file else {
            throw LedgerStoreError(.cannotOpen, "What is there is no file of books.")
        }
        guard status.byteCount >= Int64(leastPageByteCount) else { throw unfinished }
        try requireFiles(besides: path)
    }

    /// Rejects special files where SQLite has its files beside the books; reading a pipe would
    /// block forever.
    private static func requireFiles(besides path: String) throws(LedgerStoreError) {
        for file in BooksSuffix.ofSQLite.map({ path + $0 }) {
            guard let status = FileStatus(following: file), status.kind != .file else { continue }
            throw LedgerStoreError(.cannotOpen, "\(file) is no file.")
        }
    }

    /// Rejects books that were never completed.
    static func requireFinished(_ pool: DatabasePool) throws {
        guard try pool.read(isFinished) else { throw unfinished }
    }

    /// Returns true if the books were completed.
    static func isFinished(_ database: Database) throws -> Bool {
        try database.hasRow("SELECT 1 FROM meta WHERE key = 'finished'")
    }

    private static var unfinished: LedgerStoreError {
        LedgerStoreError(
            .unfinished,
            "The file holds no whole books: it was cut off, or they were never filled to the end. "
                + "Restore a backup, or make a new bank."
        )
    }
}
