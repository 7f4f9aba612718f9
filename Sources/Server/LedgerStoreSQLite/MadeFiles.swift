import CSQLite
import CoreVocabulary
import Glibc
import LocalFiles

/// Files that SQLite creates beside books that are only read; they are removed with the last
/// reader.
///
/// Only for books that nobody writes, because a writer's files must never be removed.
final class MadeFiles: Sendable {
    private let log: String?
    private let index: String?

    /// Records which of the files are missing, before the books are opened.
    init(besides path: String) {
        func missing(_ suffix: String) -> String? {
            access(path + suffix, F_OK) == 0 ? nil : path + suffix
        }
        log = missing(BooksSuffix.log)
        index = missing(BooksSuffix.index)
    }

    deinit {
        // A file that cannot be removed does no harm.
        if let index { unlink(index) }
        if let log, FileStatus(following: log)?.byteCount == 0 { unlink(log) }
    }

    /// Returns the name with which SQLite opens a file as immutable.
    ///
    /// SQLite then looks for no log, takes no lock and creates no file, so the books must have no
    /// log. Returns nil if SQLite was built without URI file names; Debian's build has them.
    ///
    /// Source: the parameter `immutable` of SQLite's file names.
    static func unchangingName(of path: String) -> String? {
        guard sqlite3_compileoption_used("USE_URI") != 0 else { return nil }
        let plain = Set(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-._".utf8
        )
        let encoded = path.utf8.map { byte in
            plain.contains(byte) ? String(UnicodeScalar(byte)) : "%" + Hex.encode([byte])
        }
        // Without an empty host, the first folder of an absolute path could be parsed as one.
        let start = path.utf8.first == UInt8(ascii: "/") ? "//" : ""
        return "file:\(start)\(encoded.joined())?immutable=1"
    }
}
