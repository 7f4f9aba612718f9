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

    private static func read(_ clock: clockid_t) -> Instant {
        var time = timespec()
        clock_gettime(clock, &time)
        return Instant(
            nanosecondsSinceEpoch: Int64(time.tv_sec) * Instant.nanosecondsPerSecond
                + Int64(time.tv_nsec)
        )
    }
}
