public import CoreVocabulary
import Cryptography
import Glibc
public import LedgerService

/// The clock of this machine.
public struct SystemBankClock: BankClock {
    /// Makes it; all are the same.
    public init() {}

    /// The wall clock, UTC.
    public func now() -> Instant { Self.read(CLOCK_REALTIME) }

    /// A clock that never jumps and goes on while the machine sleeps.
    public func boottime() -> Instant { Self.read(CLOCK_BOOTTIME) }

    private static func read(_ clock: clockid_t) -> Instant {
        var time = timespec()
        clock_gettime(clock, &time)
        return Instant(
            nanosecondsSinceEpoch: Int64(time.tv_sec) * Instant.nanosecondsPerSecond
                + Int64(time.tv_nsec)
        )
    }

    /// Waits; throws when cancelled.
    public func sleep(milliseconds: Int64) async throws {
        try await Task.sleep(for: .milliseconds(milliseconds))
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
