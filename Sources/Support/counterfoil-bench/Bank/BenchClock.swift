import ClientService
import CoreVocabulary
import IdentityCore
import LedgerService
import MachineClocks
import Synchronization

/// The machine's clock with an offset that can be advanced, because a code is accepted once, and
/// the next one follows half a minute later.
final class BenchClock: ClientClock, BankClock {
    private let advance = Mutex<Int64>(0)

    func now() -> Instant { instant(MachineClock.wall) }

    func boottime() -> Instant { instant(MachineClock.boot) }

    func sleep(milliseconds: Int64) async throws {
        try await Task.sleep(for: .milliseconds(milliseconds))
    }

    /// Advances the wall clock and the monotonic clock by the time in which some codes are valid.
    func goForward(codes: Int) {
        advance.withLock { $0 += Int64(codes) * TOTP.standard.periodSeconds }
    }

    private func instant(_ reading: MachineClock.Reading) -> Instant {
        Instant(clockSeconds: reading.seconds, nanoseconds: reading.nanoseconds)
            .adding(seconds: advance.withLock(\.self))
    }
}

/// A log that prints its entries, because a bank that fails gives no valid figures.
struct BenchLog: BankLog {
    func note(_ entry: BankLogEntry) {
        print("\(entry.event.rawValue): \(entry.text)")
    }
}
