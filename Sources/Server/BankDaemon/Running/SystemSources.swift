public import CoreVocabulary
import Cryptography
public import LedgerService
import MachineClocks

/// The clock of this machine.
public struct SystemBankClock: BankClock {
    /// Creates a clock; all instances are equal.
    public init() {}

    /// Returns the wall-clock time in UTC, clamped to the accepted range of clock times.
    public func now() -> Instant { Self.instant(MachineClock.wall) }

    /// Returns the time of a monotonic clock that also counts suspension.
    public func boottime() -> Instant { Self.instant(MachineClock.boot) }

    /// Waits for some milliseconds, or throws if cancelled.
    public func sleep(milliseconds: Int64) async throws {
        try await Task.sleep(for: .milliseconds(milliseconds))
    }

    /// The reason why the present wall-clock time permits no command; nil if it permits all.
    public static var refusal: DaemonError? {
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
public struct SystemBankRandom: BankRandom {
    /// Creates a source; all instances are equal.
    public init() {}

    /// Returns unpredictable random bytes.
    public func bytes(_ count: Int) -> [UInt8] { SecureRandom.bytes(count) }

    /// Returns 128 random bits for a new identifier.
    func identifierBits() -> UInt128 { bytes(16).reduce(0) { $0 << 8 | UInt128($1) } }
}
