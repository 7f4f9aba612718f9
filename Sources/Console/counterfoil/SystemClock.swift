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

    /// Why no command may begin by the wall clock as it is now; nil when each may.
    static var refusal: CommandFailure? {
        Instant.isOfClock(seconds: Int64(reading(of: CLOCK_REALTIME).tv_sec))
            ? nil : CommandFailure(Instant.clockRefusal, .tryLater)
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
