public import CoreVocabulary
import Cryptography
import Glibc
public import LedgerService

/// The clock of this machine.
public struct SystemBankClock: BankClock {
    /// Makes it; all are the same.
    public init() {}

    /// The wall clock, UTC; the nearest end of 1970 through 2261 when it is set to another time.
    public func now() -> Instant { Self.read(CLOCK_REALTIME) }

    /// A clock that never jumps and goes on while the machine sleeps.
    public func boottime() -> Instant { Self.read(CLOCK_BOOTTIME) }

    /// Waits; throws when cancelled.
    public func sleep(milliseconds: Int64) async throws {
        try await Task.sleep(for: .milliseconds(milliseconds))
    }

    /// Why no command may begin by the wall clock as it is now; nil when each may.
    public static var refusal: DaemonError? {
        refusal(atSeconds: Int64(reading(of: CLOCK_REALTIME).tv_sec))
    }

    /// Why no command may begin by a wall clock that shows this, in seconds since 1970.
    static func refusal(atSeconds seconds: Int64) -> DaemonError? {
        Instant.isOfClock(seconds: seconds) ? nil : DaemonError(Instant.clockRefusal, .tryLater)
    }

    private static func read(_ clock: clockid_t) -> Instant {
        let time = reading(of: clock)
        return Instant(clockSeconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
    }

    private static func reading(of clock: clockid_t) -> timespec {
        var time = timespec()
        clock_gettime(clock, &time)
        return time
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
