public import LedgerService
import Synchronization

/// Counts what the bank tells its operator, for the page of metrics.
public final class BankEventCounter: BankMetrics {
    private let counts = Mutex<[BankMetricEvent: Int64]>([:])

    /// Begins at zero.
    public init() {}

    /// Counts one more of something.
    public func count(_ event: BankMetricEvent) {
        counts.withLock { $0[event, default: 0] += 1 }
    }

    /// How often something was counted.
    func count(of event: BankMetricEvent) -> Int64 {
        counts.withLock { $0[event, default: 0] }
    }
}
