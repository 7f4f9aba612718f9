public import CoreVocabulary
import Cryptography
import Glibc
public import LedgerService

/// The clock of this machine.
public struct SystemBankClock: BankClock {
    /// Makes it; all are the same.
    public init() {}

    /// The wall clock, UTC.
    public func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
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
}
