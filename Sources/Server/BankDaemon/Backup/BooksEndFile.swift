import LedgerService
import LedgerStoreSQLite
import WireProtocol

/// The end of the books that a restoration set aside, in a file beside them.
///
/// The last commits are in the log of the books. If the log is moved away or damaged later, the
/// books themselves show no trace of it. The file is one line of canonical JSON without secrets.
struct BooksEndFile: Sendable {
    /// The end of some books.
    struct End: Hashable, Sendable {
        /// The head of the audit log.
        let audit: AuditHeadFile.Head
        /// The head of the feed; 0 if it is unknown.
        let feedHead: Int64

        static let fields = WireFields<End>(
            End.init(audit:feedHead:),
            .inline(AuditHeadFile.Head.fields, \.audit),
            .required("feedHead", .integer, \.feedHead)
        )
    }

    /// Suffix of the file's name.
    static let suffix = ".end"
    private static let byteLimit = 1_024

    private let path: String

    /// Creates the end file beside books that were set aside.
    init(besides previous: String) { path = previous + Self.suffix }

    /// Returns the end of a bank's books, or nil if it is unknown.
    ///
    /// The head file outside the books may be ahead of them.
    static func end(ofBooksIn folder: DataFolder) async -> End? {
        let outside = AuditHeadFile(folder: folder).read()
        // Unreadable books may be the reason for the restoration. The file is sufficient then.
        let books = try? await LedgerBooksReader(path: folder.booksPath).read { reader in
            End(audit: try AuditHeadFile.head(of: reader), feedHead: try reader.feedHead())
        }
        guard let books else { return outside.map { End(audit: $0, feedHead: 0) } }
        guard let outside, outside.epoch == books.audit.epoch,
            outside.number > books.audit.number
        else { return books }
        return End(audit: outside, feedHead: books.feedHead)
    }

    /// Writes an end durably.
    func write(_ end: End) throws(DaemonError) {
        try End.fields.write(end, to: path)
    }

    /// Returns the end, or nil if there is no valid file; nothing is proved then.
    func read() -> End? {
        End.fields.value(inFile: path, byteLimit: Self.byteLimit)
    }

    /// Returns true if books reach an end.
    static func isReached(_ end: End, in reader: any LedgerReading) throws -> Bool {
        guard try reader.epoch() == end.audit.epoch, try reader.feedHead() >= end.feedHead else {
            return false
        }
        guard end.audit.number > 0 else { return true }
        return try reader.auditHash(at: end.audit.number) == end.audit.hash
    }
}
