import CoreVocabulary
import LedgerService

/// A bank clock whose monotonic time follows the wall clock, so that a set clock goes unnoticed.
struct UnwatchedClock: BankClock {
    let base: SimulatedBankClock

    func now() -> Instant { base.now() }

    func boottime() -> Instant { base.now() }

    func sleep(milliseconds: Int64) async throws {
        try await base.sleep(milliseconds: milliseconds)
    }
}
