public import CoreVocabulary
import Cryptography
public import LedgerService
import MachineClocks

/// The clock of this machine.
public struct SystemBankClock: BankClock {
    /// Makes it; all are the same.
    public init() {}

    /// The wall clock, UTC; where no such time is taken from a clock, the nearest one that is.
    public func now() -> Instant { Self.instant(MachineClock.wall) }

    /// A clock that never jumps and goes on while the machine sleeps.
    public func boottime() -> Instant { Self.instant(MachineClock.boot) }

    /// Waits; throws when cancelled.
    public func sleep(milliseconds: Int64) async throws {
        try await Task.sleep(for: .milliseconds(milliseconds))
    }

    /// Why no command may begin by the wall clock as it is now; nil when each may.
    public static var refusal: DaemonError? {
        refusal(atSeconds: MachineClock.wall.seconds)
    }

    /// Why no command may begin by a wall clock that shows this, in seconds since 1970.
    static func refusal(atSeconds seconds: Int64) -> DaemonError? {
        Instant.isOfClock(seconds: seconds) ? nil : DaemonError(Instant.clockRefusal, .tryLater)
    }

    private static func instant(_ reading: MachineClock.Reading) -> Instant {
        Instant(clockSeconds: reading.seconds, nanoseconds: reading.nanoseconds)
    }
}

/// This machine's source of randomness.
public struct SystemBankRandom: BankRandom {
    /// Makes it; all are the same.
    public init() {}

    /// That many bytes that nobody can foresee.
    public func bytes(_ count: Int) -> [UInt8] { SecureRandom.bytes(count) }

    /// 128 bits, for an identifier that an operator's act makes.
    func identifierBits() -> UInt128 { bytes(16).reduce(0) { $0 << 8 | UInt128($1) } }
}
