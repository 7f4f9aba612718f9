import ClientService
import CoreVocabulary
import Glibc

/// The clocks of this machine.
struct SystemClock: ClientClock {
    func now() -> Instant {
        Self.read(CLOCK_REALTIME)
    }

    func boottime() -> Instant {
        Self.read(CLOCK_BOOTTIME)
    }

    func sleep(milliseconds: Int64) async throws {
        try await Task.sleep(for: .milliseconds(milliseconds))
    }

    /// The instant of the standard library's clock at which ``boottime()`` comes to a value.
    ///
    /// Never earlier, so that a deadline is over when it is woken for; now for one that is past.
    func continuousInstant(of due: Instant) -> ContinuousClock.Instant {
        let nanoseconds = due.nanosecondsSinceEpoch - boottime().nanosecondsSinceEpoch
        return ContinuousClock.now + .nanoseconds(max(0, nanoseconds))
    }

    private static func read(_ clock: clockid_t) -> Instant {
        var time = timespec()
        clock_gettime(clock, &time)
        return Instant(
            nanosecondsSinceEpoch: Int64(time.tv_sec) * Instant.nanosecondsPerSecond
                + Int64(time.tv_nsec)
        )
    }
}
