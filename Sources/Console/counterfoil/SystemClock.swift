import ClientService
import CoreVocabulary
import MachineClocks

/// Wall clock and boot-time clock of this machine.
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

    /// Converts a value of ``boottime()`` to an instant of `ContinuousClock`.
    ///
    /// The result is never earlier, so that a deadline has passed when its timer fires. A past
    /// value becomes the current instant.
    func continuousInstant(of due: Instant) -> ContinuousClock.Instant {
        let nanoseconds = due.nanosecondsSinceEpoch - boottime().nanosecondsSinceEpoch
        return ContinuousClock.now + .nanoseconds(max(0, nanoseconds))
    }

    /// Failure of every command if the wall clock is out of range; nil if it is plausible.
    static var refusal: CommandFailure? {
        Instant.isOfClock(seconds: MachineClock.wall.seconds)
            ? nil : CommandFailure(Instant.clockRefusal, .tryLater)
    }

    private static func instant(_ reading: MachineClock.Reading) -> Instant {
        Instant(clockSeconds: reading.seconds, nanoseconds: reading.nanoseconds)
    }
}
