public import LedgerService
import Synchronization

/// A log that keeps its entries for tests.
public final class KeptLog: BankLog {
    private let kept = Mutex<[BankLogEntry]>([])

    /// Creates an empty log.
    public init() {}

    /// The logged entries, oldest first.
    public var entries: [BankLogEntry] { kept.withLock { $0 } }

    /// Keeps a log entry.
    public func note(_ entry: BankLogEntry) {
        kept.withLock { $0.append(entry) }
    }
}
