package import LedgerService
import Synchronization

/// Counts the bank's events for the metrics page.
package final class BankEventCounter: BankMetrics {
    private let counts = Mutex<[BankMetricEvent: Int64]>([:])

    /// Creates a counter with all counts at zero.
    package init() {}

    /// Adds one to the count of an event.
    package func count(_ event: BankMetricEvent) {
        counts.withLock { $0[event, default: 0] += 1 }
    }

    /// Returns the count of an event.
    func count(of event: BankMetricEvent) -> Int64 {
        counts.withLock { $0[event, default: 0] }
    }
}
