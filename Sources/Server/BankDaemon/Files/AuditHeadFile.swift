import Cryptography
import Glibc
import LedgerService
import LedgerStoreSQLite
import WireProtocol

/// The head of the audit log outside the books: the least length of the log, and its hash there.
///
/// Whoever cuts the log off, or puts older books in the place of newer ones, has to change this file
/// as well; a copy of it on another machine proves the log up to its line. One line of canonical
/// JSON without any secret. It is written after the books and so never ahead of them.
struct AuditHeadFile: Sendable {
    /// The audit head that the file holds.
    struct Head: Hashable, Sendable {
        /// The epoch of the books.
        let epoch: UInt64
        /// The number of a line of the audit log, 0 or more.
        let number: Int64
        /// The hash over the log up to the line.
        let hash: Digest256

        static let fields = WireFields<Head>(
            { _, epoch, number, hash in Head(epoch: epoch, number: number, hash: hash) },
            .version,
            .required("epoch", .decimal, \.epoch),
            .required("auditNumber", .zeroOrMore(), \.number),
            .required("auditHash", .hexadecimal, \.hash)
        )
    }

    /// The result of comparing the file with the books.
    enum Verdict: Hashable {
        /// The books have the line with the hash.
        case holds
        /// There is no file.
        case missing
        /// The file was not written by this program.
        case unreadable
        /// The books are of another epoch.
        case otherEpoch
        /// The log of the books ends before the line, or has another hash there.
        case contradicted
    }

    private static let byteLimit = 1_024

    let folder: DataFolder

    private var path: String { folder.auditHeadPath }
    /// The path to which ``setAside()`` moves the file.
    var asidePath: String { path + PrivateFile.draftSuffix }

    /// Returns the present head of some books.
    static func head(of reader: any LedgerReading) throws -> Head {
        let head = try reader.auditHead()
        return Head(epoch: try reader.epoch(), number: head.number, hash: head.hash)
    }

    /// Writes a head durably, unless the file has it already.
    func write(_ head: Head) throws(DaemonError) {
        try PrivateFile.update(path, to: Head.fields.line(head))
    }

    /// Writes a head durably even if the file has it, to prove that writing works.
    func rewrite(_ head: Head) throws(DaemonError) {
        try Head.fields.write(head, to: path)
    }

    /// Returns the head in the file; nil if there is none, or the file is not this program's.
    func read() -> Head? { Head.fields.value(inFile: path, byteLimit: Self.byteLimit) }

    /// Returns the head that ``setAside()`` moved; nil if there is none of this program.
    func readAside() -> Head? { Head.fields.value(inFile: asidePath, byteLimit: Self.byteLimit) }

    /// Moves the file durably to the place of the next draft, so that other books can be served.
    ///
    /// - Returns: False if there is none.
    func setAside() throws(DaemonError) -> Bool {
        guard PrivateFile.exists(path) else { return false }
        try PrivateFile.replace(asidePath, by: path)
        return true
    }

    /// Moves the file back after ``setAside()``, durably; needs no room on the disk.
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

    /// Compares the file with books.
    func verdict(on reader: any LedgerReading) throws -> Verdict {
        guard PrivateFile.exists(path) else { return .missing }
        guard let head = read() else { return .unreadable }
        guard try reader.epoch() == head.epoch else { return .otherEpoch }
        let found = head.number == 0 ? .zero : try reader.auditHash(at: head.number)
        return found == head.hash ? .holds : .contradicted
    }

    /// Returns the verdict as a sentence with the action; nil if the file holds.
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
}
