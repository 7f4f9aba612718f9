import ClientService
import CoreVocabulary
import Glibc
import LedgerService

/// A clock that runs faster than the machine's, and alike in every process that is given the same
/// beginning: a code's life passes in half a second.
///
/// Only what is said of the time is faster; waiting takes as long as it takes.
struct ScaledClock: ClientClock, BankClock {
    /// How many seconds pass in one of the machine's.
    static let factor: Int64 = 60

    /// What it shows at the beginning.
    let start: Instant
    /// The machine's steady clock at the beginning, in nanoseconds.
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
