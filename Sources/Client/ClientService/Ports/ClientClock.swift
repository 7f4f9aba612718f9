package import CoreVocabulary

/// The clocks of a console, as a port.
package protocol ClientClock: Sendable {
    /// Returns the time of the wall clock, which may jump.
    func now() -> Instant
    /// Returns the time of a monotonic clock that also runs during sleep; its zero is arbitrary.
    func boottime() -> Instant
    /// Waits for a time; throws if the task is cancelled.
    func sleep(milliseconds: Int64) async throws
}
