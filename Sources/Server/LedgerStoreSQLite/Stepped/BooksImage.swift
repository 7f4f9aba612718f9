import GRDB
import Glibc
package import LedgerService

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

    /// Runs a body that reads the copy.
    package func read<Value>(_ body: (any LedgerReading) throws -> Value) throws -> Value {
        try queue.read { try body(SQLiteReader($0)) }
    }

    /// Removes the books at a path, if there are any.
    package static func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    }
}
