/// Spinner that is shown only after a noticeable wait, by milliseconds of any monotonic clock.
package struct SpinnerState: Equatable, Sendable {
    /// Delay before the spinner is shown, which would only flicker in a shorter wait.
    package static let delayMilliseconds: Int64 = 300
    /// Duration of each frame; a longer one costs fewer bytes over a slow connection.
    package static let frameMilliseconds: Int64 = 250

    /// Start of the wait; nil while nothing is waited for.
    package private(set) var startedMilliseconds: Int64?

    /// Creates an idle spinner.
    package init() {}

    /// Starts the wait for the spinner, unless one is running.
    package mutating func start(nowMilliseconds: Int64) {
        startedMilliseconds = startedMilliseconds ?? nowMilliseconds
    }

    /// Ends the wait and hides the spinner.
    package mutating func stop() {
        startedMilliseconds = nil
    }

    /// Returns the index of the frame to draw, from 0, or nil while no spinner is shown.
    package func step(nowMilliseconds: Int64) -> Int? {
        guard let waited = waited(nowMilliseconds), waited >= Self.delayMilliseconds else {
            return nil
        }
        return Int((waited - Self.delayMilliseconds) / Self.frameMilliseconds)
    }

    /// Returns the time of the next change of ``step(nowMilliseconds:)``; nil without a wait.
    package func nextDeadlineMilliseconds(nowMilliseconds: Int64) -> Int64? {
        guard let waited = waited(nowMilliseconds) else { return nil }
        let next =
            waited < Self.delayMilliseconds
            ? Self.delayMilliseconds
            : waited + Self.frameMilliseconds
                - (waited - Self.delayMilliseconds) % Self.frameMilliseconds
        return nowMilliseconds + (next - waited)
    }

    private func waited(_ nowMilliseconds: Int64) -> Int64? {
        startedMilliseconds.map { max(0, nowMilliseconds - $0) }
    }
}
