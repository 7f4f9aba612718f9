import CoreVocabulary
import Cryptography
import Glibc
import LedgerService
import LedgerStoreSQLite
import WireProtocol

/// The head of the audit log outside the books: how long the log was at least, and its hash there.
///
/// Whoever cuts the log off, or puts older books in the place of newer ones, has to change this file
/// as well; a copy of it on another machine proves the log up to its line. One line of canonical
/// JSON without any secret. It is written after the books and so never ahead of them.
struct AuditHeadFile: Sendable {
    /// What the file says.
    struct Head: Hashable, Sendable {
        /// The life of the books.
        let epoch: UInt64
        /// The number of a line of the audit log, 0 or more.
        let number: Int64
        /// The hash over the log up to the line.
        let hash: Digest256
    }

    /// The result of comparing the file with the books.
    enum Verdict: Hashable {
        /// The books have the line, with the hash.
        case holds
        /// There is no file.
        case missing
        /// The file is none of this program.
        case unreadable
        /// The books are of another epoch.
        case otherEpoch
        /// The log of the books ends before the line, or has another hash there.
        case contradicted
    }

    private static let version: Int64 = 1
    private static let byteLimit = 1_024

    private let folder: DataFolder

    init(_ folder: DataFolder) {
        self.folder = folder
    }

    private var path: String { folder.auditHeadPath }
    /// Where ``setAside()`` moves it.
    var asidePath: String { path + PrivateFile.draftSuffix }

    /// The head of some books as they are.
    static func head(of reader: any LedgerReading) throws -> Head {
        let head = try reader.auditHead()
        return Head(epoch: try reader.epoch(), number: head.number, hash: head.hash)
    }

    /// Writes a head down, durably, unless the file has it already.
    func write(_ head: Head) throws(DaemonError) {
        try PrivateFile.update(path, to: Self.encoded(head))
    }

    /// Writes a head down, durably, also when the file has it: then it is proved that it can be.
    func rewrite(_ head: Head) throws(DaemonError) {
        try PrivateFile.write(Self.encoded(head), to: path)
    }

    /// The head that the file tells; nil when there is none, or it is none of this program.
    func read() -> Head? { Self.read(path) }

    /// The head that ``setAside()`` moved; nil when there is none, or it is none of this program.
    func readAside() -> Head? { Self.read(asidePath) }

    private static func read(_ path: String) -> Head? {
        guard PrivateFile.exists(path) else { return nil }
        // What is wrong with the file does not matter: it proves nothing.
        let bytes = try? PrivateFile.read(path, byteLimit: byteLimit)
        return bytes.flatMap { decoded($0) }
    }

    /// Moves the file out of the way of other books, durably: to where the next one is drafted, so that
    /// nobody has to remove it.
    ///
    /// - Returns: False if there is none.
    func setAside() throws(DaemonError) -> Bool {
        guard PrivateFile.exists(path) else { return false }
        try PrivateFile.replace(asidePath, by: path)
        return true
    }

    /// Puts back what ``setAside()`` moved, durably; needs no room on the disk.
    func putBack() throws(DaemonError) {
        do {
            try PrivateFile.replace(path, by: asidePath)
        } catch {
            // Where no file gets another name, this one may get a second one.
            guard !PrivateFile.exists(path) else { throw error }
            guard link(asidePath, path) == 0 else { throw error }
            try PrivateFile.remove(asidePath)
        }
    }

    /// Holds the file against books.
    ///
    /// - Throws: What the books throw.
    func verdict(on reader: any LedgerReading) throws -> Verdict {
        guard PrivateFile.exists(path) else { return .missing }
        guard let head = read() else { return .unreadable }
        guard try reader.epoch() == head.epoch else { return .otherEpoch }
        let found = head.number == 0 ? .zero : try reader.auditHash(at: head.number)
        return found == head.hash ? .holds : .contradicted
    }

    /// The verdict as a sentence with what to do; nil when the file holds.
    func finding(_ verdict: Verdict) -> String? {
        switch verdict {
        case .holds: nil
        case .missing:
            "\(path) is not there, so nothing outside the books tells how long their audit log was. "
                + "The server writes it when it starts."
        case .unreadable:
            "\(path) is no head of an audit log, or is damaged. Put it back from a copy; if the books "
                + "are certainly the latest of this bank, move it away, and the server writes "
                + "another one."
        case .otherEpoch, .contradicted:
            "The books are not those of \(path): lines of their audit log are missing or were "
                + "changed, or other books were put in their place by hand. If these are the right "
                + "books, move the file away; if not, restore a backup: "
                + "\(ShellCommand("restore").on(folder).option("--from", "FILE"))"
        }
    }

    private static func encoded(_ head: Head) -> [UInt8] {
        let value = JSONValue.object([
            JSONMember("version", .integer(version)),
            JSONMember("epoch", .string(String(head.epoch))),
            JSONMember("auditNumber", .integer(head.number)),
            JSONMember("auditHash", .string(head.hash.description)),
        ])
        return CanonicalJSON.encode(value) + [0x0A]
    }

    private static func decoded(_ bytes: [UInt8]) -> Head? {
        guard let fields = AdminFields(line: bytes, byteLimit: byteLimit),
            fields.integer("version") == version,
            let epoch = fields.text("epoch").flatMap({ UInt64($0) }),
            let number = fields.integer("auditNumber"), number >= 0,
            let hash = fields.digest("auditHash")
        else { return nil }
        return Head(epoch: epoch, number: number, hash: hash)
    }
}
