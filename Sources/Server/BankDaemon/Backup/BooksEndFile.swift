import CoreVocabulary
import Cryptography
import LedgerService
import LedgerStoreSQLite
import WireProtocol

/// The end that books had when a restoration put them aside, in a file beside them.
///
/// The last commits are in the log of the books, and one that is moved away or damaged later takes them
/// along without a trace in the books themselves. One line of canonical JSON without any secret.
struct BooksEndFile: Sendable {
    /// The end of some books.
    struct End: Hashable, Sendable {
        /// The head of their audit log.
        let audit: AuditHeadFile.Head
        /// The head of their feed; 0 when nothing tells it.
        let feedHead: Int64
    }

    /// The end of the file's name.
    static let suffix = ".end"
    private static let version: Int64 = 1
    private static let byteLimit = 1_024

    private let path: String

    /// Names the end of books that were put aside.
    init(besides previous: String) {
        path = previous + Self.suffix
    }

    /// The end of the books of a bank, whose head outside of them may know more; nil when nothing
    /// tells it.
    static func end(ofBooksIn folder: DataFolder) async -> End? {
        let outside = AuditHeadFile(folder).read()
        // Books that cannot be read may be why others are put back; the file knows enough then.
        let books = try? await LedgerBooksReader(path: folder.booksPath).read { reader in
            End(audit: try AuditHeadFile.head(of: reader), feedHead: try reader.feedHead())
        }
        guard let books else { return outside.map { End(audit: $0, feedHead: 0) } }
        guard let outside, outside.epoch == books.audit.epoch,
            outside.number > books.audit.number
        else { return books }
        return End(audit: outside, feedHead: books.feedHead)
    }

    /// Writes an end down, durably.
    func write(_ end: End) throws(DaemonError) {
        let value = JSONValue.object([
            JSONMember("version", .integer(Self.version)),
            JSONMember("epoch", .string(String(end.audit.epoch))),
            JSONMember("auditNumber", .integer(end.audit.number)),
            JSONMember("auditHash", .string(end.audit.hash.description)),
            JSONMember("feedHead", .integer(end.feedHead)),
        ])
        try PrivateFile.write(CanonicalJSON.encode(value) + [0x0A], to: path)
    }

    /// Removes the file.
    func remove() throws(DaemonError) { try PrivateFile.remove(path) }

    /// The end; nil when there is no file, or none of this program: it proves nothing then.
    func read() -> End? {
        guard PrivateFile.exists(path),
            let bytes = try? PrivateFile.read(path, byteLimit: Self.byteLimit),
            let fields = AdminFields(line: bytes, byteLimit: Self.byteLimit),
            fields.integer("version") == Self.version,
            let epoch = fields.text("epoch").flatMap({ UInt64($0) }),
            let number = fields.integer("auditNumber"), number >= 0,
            let hash = fields.digest("auditHash"), let feedHead = fields.integer("feedHead")
        else { return nil }
        return End(
            audit: AuditHeadFile.Head(epoch: epoch, number: number, hash: hash),
            feedHead: feedHead
        )
    }

    /// True if books reach an end.
    ///
    /// - Throws: What the books throw.
    static func isReached(_ end: End, in reader: any LedgerReading) throws -> Bool {
        guard try reader.epoch() == end.audit.epoch, try reader.feedHead() >= end.feedHead else {
            return false
        }
        guard end.audit.number > 0 else { return true }
        return try reader.auditHash(at: end.audit.number) == end.audit.hash
    }
}
