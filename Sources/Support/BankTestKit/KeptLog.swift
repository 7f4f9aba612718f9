package import LedgerService
import Synchronization

/// A log that keeps its entries for tests.
package final class KeptLog: BankLog {
    private let kept = Mutex<[BankLogEntry]>([])

    /// Creates an empty log.
    package init() {}

    /// The logged entries, oldest first.
    package var entries: [BankLogEntry] { kept.withLock { $0 } }

    /// Keeps a log entry.
    package func note(_ entry: BankLogEntry) {
        kept.withLock { $0.append(entry) }
    }
}
