package import CoreVocabulary
import Cryptography
import LedgerService
import MachineClocks

/// The clock of this machine.
package struct SystemBankClock: BankClock {
    /// Creates a clock; all instances are equal.
    package init() {}

    /// Returns the wall-clock time in UTC, clamped to the accepted range of clock times.
    package func now() -> Instant { Self.instant(MachineClock.wall) }

    /// Returns the time of a monotonic clock that also counts suspension.
    package func boottime() -> Instant { Self.instant(MachineClock.boot) }

    /// Waits for some milliseconds, or throws if cancelled.
    package func sleep(milliseconds: Int64) async throws {
        try await Task.sleep(for: .milliseconds(milliseconds))
    }

    /// The reason why the present wall-clock time permits no command; nil if it permits all.
    package static var refusal: DaemonError? {
        refusal(atSeconds: MachineClock.wall.seconds)
    }

    /// Returns the reason why a time in seconds since 1970 permits no command; nil if it does.
    static func refusal(atSeconds seconds: Int64) -> DaemonError? {
        Instant.isOfClock(seconds: seconds) ? nil : DaemonError(Instant.clockRefusal, .tryLater)
    }

    private static func instant(_ reading: MachineClock.Reading) -> Instant {
        Instant(clockSeconds: reading.seconds, nanoseconds: reading.nanoseconds)
    }
}

/// This machine's secure source of randomness.
package struct SystemBankRandom: BankRandom {
    /// Creates a source; all instances are equal.
    package init() {}

    /// Returns unpredictable random bytes.
    package func bytes(_ count: Int) -> [UInt8] { SecureRandom.bytes(count) }

    /// Returns 128 random bits for a new identifier.
    func identifierBits() -> UInt128 { bytes(16).reduce(0) { $0 << 8 | UInt128($1) } }
}
