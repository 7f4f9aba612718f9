/// Spinner that is shown only after a noticeable wait, by the readings of any monotonic clock.
///
/// A reading is the duration since the clock's origin.
package struct SpinnerState: Equatable, Sendable {
    /// Delay before the spinner is shown, which would only flicker in a shorter wait.
    package static let delay = Duration.milliseconds(300)
    /// Duration of each frame; a longer one costs fewer bytes over a slow connection.
    package static let frame = Duration.milliseconds(250)

    /// Start of the wait; nil while nothing is waited for.
    private var startedAt: Duration?

    /// Creates an idle spinner.
    package init() {}

    /// Starts the wait for the spinner, unless one is running.
    package mutating func start(at now: Duration) {
        startedAt = startedAt ?? now
    }

    /// Ends the wait and hides the spinner.
    package mutating func stop() {
        startedAt = nil
    }

    /// Returns the duration of the wait so far, or nil while nothing is waited for.
    package func waited(at now: Duration) -> Duration? {
        startedAt.map { max(.zero, now - $0) }
    }

    /// Returns the index of the frame to draw, from 0, or nil while no spinner is shown.
    package func step(at now: Duration) -> Int? {
        guard let waited = waited(at: now), waited >= Self.delay else { return nil }
        return Int((waited - Self.delay).attoseconds / Self.frame.attoseconds)
    }

    /// Returns the reading of the next change of ``step(at:)``; nil without a wait.
    package func nextDeadline(at now: Duration) -> Duration? {
        guard let waited = waited(at: now) else { return nil }
        let next = Self.delay + Self.frame * (step(at: now).map { $0 + 1 } ?? 0)
        return now + (next - waited)
    }
}
