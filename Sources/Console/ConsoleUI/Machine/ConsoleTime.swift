package import CoreVocabulary

/// Time of an event, by both clocks of a console.
package struct ConsoleTime: Hashable, Sendable {
    /// Wall clock, for ages and dates; it may jump.
    package var wall: Instant
    /// Monotonic clock that continues while the machine sleeps, for idle time and spinners.
    ///
    /// Its origin is arbitrary. The client computes the bank's time from the same clock.
    package var steady: Instant

    /// Creates a time from the readings of both clocks.
    package init(wall: Instant, steady: Instant) {
        self.wall = wall
        self.steady = steady
    }

    /// Returns the time at which the age of an instant reaches its next full minute, in
    /// milliseconds of the monotonic clock.
    func nextMinuteMilliseconds(since instant: Instant) -> Int64 {
        let minute: Int64 = 60 * Instant.nanosecondsPerSecond
        let age = wall.nanosecondsSinceEpoch - instant.nanosecondsSinceEpoch
        let rest = minute - ((age % minute) + minute) % minute
        return steadyMilliseconds + rest / 1_000_000 + 1
    }

    /// Monotonic clock in whole milliseconds.
    var steadyMilliseconds: Int64 {
        steady.nanosecondsSinceEpoch / 1_000_000
    }

    /// Monotonic clock as the duration since its origin, in whole milliseconds.
    var steadyReading: Duration { .milliseconds(steadyMilliseconds) }

    /// Returns a reading of the monotonic clock in whole milliseconds, clamped to their range.
    static func milliseconds(_ reading: Duration) -> Int64 {
        Int64(clamping: reading.attoseconds / 1_000_000_000_000_000)
    }
}
