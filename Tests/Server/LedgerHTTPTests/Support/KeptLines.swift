import LedgerHTTP
import Synchronization

/// Lines of a log, kept for a test to look at.
final class KeptLines: Sendable {
    private let bytes = Mutex<[UInt8]>([])

    var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }

    var sink: JSONLogHandler.Sink {
        { [self] line in bytes.withLock { $0 += line } }
    }
}
