public import LedgerService
import Synchronization

/// A log that keeps its entries for a test to look at.
public final class KeptLog: BankLog {
    private let kept = Mutex<[BankLogEntry]>([])

    /// Makes an empty log.
    public init() {}

    /// What was noted, oldest first.
    public var entries: [BankLogEntry] { kept.withLock { $0 } }

    /// Keeps an entry.
    public func note(_ entry: BankLogEntry) {
        kept.withLock { $0.append(entry) }
    }
}
