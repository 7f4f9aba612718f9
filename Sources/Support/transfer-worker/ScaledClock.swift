import ClientService
import CoreVocabulary
import Glibc
import LedgerService

/// A clock that runs faster than the machine's, so that a code expires after half a second.
///
/// It is the same in all processes that are given the same start. Only the shown time runs faster.
/// Waiting takes real time.
struct ScaledClock: ClientClock, BankClock {
    /// Number of its seconds per second of the machine.
    static let factor: Int64 = 60

    /// The time it shows at the start.
    let start: Instant
    /// The machine's monotonic clock at the start, in nanoseconds.
    let origin: Int64

    func now() -> Instant {
        Instant(
            nanosecondsSinceEpoch: start.nanosecondsSinceEpoch
                + (Self.steadyNanoseconds() - origin) * Self.factor
        )
    }

    func boottime() -> Instant { now() }

    func sleep(milliseconds: Int64) async throws {
        try await Task.sleep(for: .milliseconds(milliseconds))
    }

    private static func steadyNanoseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
