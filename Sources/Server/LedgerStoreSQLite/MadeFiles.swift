import CSQLite
import CoreVocabulary
import Glibc

/// The files that SQLite makes beside books which are only read, removed when nobody reads them any more.
///
/// For books that nobody writes: those of a writer are never to be removed.
final class MadeFiles: Sendable {
    private let log: String?
    private let index: String?

    /// Notes which of them are not there yet; before the books are opened.
    init(besides path: String) {
        func missing(_ suffix: String) -> String? {
            access(path + suffix, F_OK) == 0 ? nil : path + suffix
        }
        log = missing(BooksSuffix.log)
        index = missing(BooksSuffix.index)
    }

    deinit {
        // What cannot be removed is in nobody's way.
        if let index { unlink(index) }
        var status = stat()
        if let log, stat(log, &status) == 0, status.st_size == 0 { unlink(log) }
    }

    /// The name under which SQLite takes a file for one that does not change.
    ///
    /// It looks for no log then, takes no lock, and makes no file: only for books that have no log.
    ///
    /// Source: the parameter `immutable` of SQLite's file names.
    ///
    /// - Parameter path: The file.
    /// - Returns: The name; nil where SQLite was built without such names; Debian's has them.
    static func unchangingName(of path: String) -> String? {
        guard sqlite3_compileoption_used("USE_URI") != 0 else { return nil }
        let plain = Set("/-._".utf8)
        let encoded = path.utf8.map { byte -> String in
            let isPlain =
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: plain.contains(byte)
                }
            return isPlain ? String(UnicodeScalar(byte)) : "%" + Hex.encode([byte])
        }
        // Without a host, which is empty here, the first folder of a path from the root might be one.
        let start = path.utf8.first == UInt8(ascii: "/") ? "//" : ""
        return "file:\(start)\(encoded.joined())?immutable=1"
    }
}
