import ClientService
import CoreVocabulary
import MachineClocks

/// The clocks of this machine.
struct SystemClock: ClientClock {
    func now() -> Instant {
        Self.instant(MachineClock.wall)
    }

    func boottime() -> Instant {
        Self.instant(MachineClock.boot)
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
        Instant.isOfClock(seconds: MachineClock.wall.seconds)
            ? nil : CommandFailure(Instant.clockRefusal, .tryLater)
    }

    private static func instant(_ reading: MachineClock.Reading) -> Instant {
        Instant(clockSeconds: reading.seconds, nanoseconds: reading.nanoseconds)
    }
}
