import CoreVocabulary
import LedgerService

/// A bank's clock whose steady time is set together with the other one.
struct UnwatchedClock: BankClock {
    let base: SimulatedBankClock

    func now() -> Instant { base.now() }

    func boottime() -> Instant { base.now() }

    func sleep(milliseconds: Int64) async throws {
        try await base.sleep(milliseconds: milliseconds)
    }
}
