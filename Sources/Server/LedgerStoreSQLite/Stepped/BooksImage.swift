import GRDB
import Glibc

/// Copy of books in memory.
package final class BooksImage: Sendable {
    private let queue: DatabaseQueue

    init(_ queue: DatabaseQueue) {
        self.queue = queue
    }

    /// Writes the copy to a path, in place of what is there.
    package func write(to path: String) throws {
        Self.remove(path)
        let file = try DatabaseQueue(path: path)
        try queue.backup(to: file)
        try file.close()
    }

    /// Removes the books at a path, if there are any.
    package static func remove(_ path: String) {
        for suffix in [""] + BooksSuffix.ofSQLite { unlink(path + suffix) }
    }
}
