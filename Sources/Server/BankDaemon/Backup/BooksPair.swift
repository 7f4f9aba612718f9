import Glibc
import LedgerService
package import LedgerStoreSQLite
import LocalFiles

/// The books that a restoration set aside, with those that replaced them.
///
/// Both have the same rows up to the backup, in the same places, so that binary search finds the
/// first difference.
struct BooksPair: Sendable {
    let before: LedgerBooksReader
    let now: LedgerBooksReader
    private let previousPath: String

    /// Opens both books for reading.
    ///
    /// - Throws: ``DaemonError`` if one of them cannot be read; `configuration` if another user
    ///   controls a path.
    init(_ previous: String, comparedWith folder: DataFolder) throws {
        try folder.requireBank()
        previousPath = previous
        try PrivacyFault.requireOwnWay(to: previous)
        try Self.requireBooks(at: previous, notThoseOf: folder)
        do {
            before = try LedgerBooksReader(atRest: previous)
        } catch let error as LedgerStoreError {
            throw DaemonError(unreadableBooks: previous, error)
        }
        now = try folder.booksReader()
    }

    /// Refuses the bank's present books, and files beside books, which a shell completes.
    private static func requireBooks(
        at path: String,
        notThoseOf folder: DataFolder
    ) throws(DaemonError) {
        let companions = [
            (suffix: BooksSuffix.log, words: "the log of the books"),
            (suffix: BooksSuffix.index, words: "the index into the log of the books"),
            (suffix: BooksSuffix.lock, words: "the lock of the books"),
            (suffix: LostNotes.suffix, words: "the notes about the books"),
            (suffix: BooksEndFile.suffix, words: "the record of the end of the books"),
        ]
        for (suffix, words) in companions where path.hasSuffix(suffix) {
            let books = String(path.dropLast(suffix.count))
            let advice =
                PrivateFile.exists(books)
                ? "Name the books: --from \(OperatorText.shellWord(books))"
                : "They are not there, and without them it cannot be read."
            throw DaemonError("\(path) is \(words) \(books). \(advice)", .badData)
        }
        guard PrivateFile.exists(path) else {
            throw DaemonError("There are no books at \(path).", .noInput)
        }
        // The notes are written beside the given name.
        if FileStatus(at: path)?.kind == .link {
            throw DaemonError(PathWay.linkSentence(path), .configuration)
        }
        guard !PrivateFile.isSamePlace(path, folder.booksPath) else {
            throw DaemonError(
                "\(path) holds the books that the bank has now. Name those that a restoration put "
                    + "aside: \(folder.booksPath).before-N",
                .badData
            )
        }
    }

    /// Returns the proof that the earlier books still reach the end that they had.
    func end() async throws -> LostBooksEnd {
        guard let end = BooksEndFile(besides: previousPath).read() else {
            return LostBooksEnd(unknownOf: previousPath)
        }
        let isReached = try await before.read { try BooksEndFile.isReached(end, in: $0) }
        return isReached ? .reached : LostBooksEnd(cutOff: previousPath)
    }

    /// Returns the feed position of the last booked transfer that both have; zero if there is none.
    func lastCommonPosition() async throws -> Int64 {
        try await requireSameBank()
        return try await commonPrefix(of: try await before.read { try $0.feedHead() }) {
            try await transfer(after: $0 - 1, in: $1).map { ($0.position, $0.transferID) }
        }
    }

    /// Returns the number of the last audit row that both have; zero if there is none.
    func lastCommonAuditNumber() async throws -> Int64 {
        try await requireSameBank()
        let head = try await before.read { try $0.auditHead().number }
        return try await commonPrefix(of: head) { number, books in
            try await books.read { try $0.auditRows(after: number - 1, limit: 1).first }
                .map { ($0.number, $0) }
        }
    }

    /// Refuses books of another bank, whose audit log begins differently.
    private func requireSameBank() async throws {
        let first = try await before.read { try $0.auditRows(after: 0, limit: 1).first }
        let own = try await now.read { try $0.auditRows(after: 0, limit: 1).first }
        guard first == nil || first == own else {
            throw DaemonError(
                "The books at \(previousPath) are those of another bank. Give the file that a "
                    + "restoration of this bank put aside.",
                .badData
            )
        }
    }

    private func transfer(
        after position: Int64,
        in books: LedgerBooksReader
    ) async throws -> ExportedTransfer? {
        try await books.read {
            try $0.exportedTransfers(ExportFilter(), after: position, limit: 1).first
        }
    }

    /// Returns the last number up to which both books have the same rows; zero if they have none.
    ///
    /// `line` returns the first row at or after a number, with its own number; nil if there is none.
    ///
    /// - Complexity: O(log n) rows.
    private func commonPrefix<Line: Equatable>(
        of head: Int64,
        _ line: (Int64, LedgerBooksReader) async throws -> (Int64, Line)?
    ) async throws -> Int64 {
        var common: Int64 = 0
        var different = head + 1
        while different - common > 1 {
            let middle = common + (different - common) / 2
            let left = try await line(middle, before)
            let right = try await line(middle, now)
            if let left, let right, left == right {
                common = max(middle, min(left.0, different - 1))
            } else {
                different = middle
            }
        }
        return common
    }
}

extension DaemonError {
    /// Creates the error for set-aside books that cannot be read, or not to their end.
    package init(unreadableBooks path: String, _ error: LedgerStoreError) {
        self.init(
            "The books at \(path) cannot be read (\(error.message)). What they held and these books "
                + "lack is then in no list; see the RUNBOOK, \"Restore\", step 5.",
            .badData
        )
    }
}
