package import CoreVocabulary

/// Rate limit: a burst of actions at once, then a steady pace.
///
/// The bucket of a caller is a single instant, at which it will be full again. A caller without
/// recent actions has no bucket. Refused tries do not count, so a wait is as long as announced.
/// Source: OWASP ASVS 5.0 2.4.1 and 2.4.2. The arithmetic is the Generic Cell Rate Algorithm, ITU-T
/// I.371.
package struct RateLimit: Hashable, Sendable {
    /// Result of asking for one more action.
    package enum Verdict: Hashable, Sendable {
        /// The action is allowed; the bucket will be full again at this instant.
        case allowed(fullAt: Instant)
        /// The action is not allowed for this many seconds, 1 or more.
        case mustWait(seconds: Int64)
    }

    /// Number of actions allowed at once, 1 or more.
    package let burst: Int64
    /// Interval between actions after the burst, in nanoseconds.
    package let intervalNanoseconds: Int64

    /// Creates a limit from a rate per minute, 1 or more.
    package init(burst: Int64, perMinute: Int64) {
        invariant(perMinute >= 1, "something may be done once a minute at least")
        let nanoseconds = 60 * Instant.nanosecondsPerSecond / perMinute
        self.init(burst: burst, intervalNanoseconds: max(1, nanoseconds))
    }

    /// Creates a limit from an interval in seconds, up to a day, for rarer actions.
    package init(burst: Int64, everySeconds seconds: Int64) {
        invariant(
            seconds >= 1 && seconds <= ZoneOffset.secondsPerDay,
            "something may be done once a day at least"
        )
        self.init(burst: burst, intervalNanoseconds: seconds * Instant.nanosecondsPerSecond)
    }

    private init(burst: Int64, intervalNanoseconds: Int64) {
        invariant(burst >= 1 && burst <= 1_000_000, "a burst is between one and a million")
        self.burst = burst
        self.intervalNanoseconds = intervalNanoseconds
    }

    /// Rate per minute after the burst, rounded down.
    package var perMinute: Int64 { 60 * Instant.nanosecondsPerSecond / intervalNanoseconds }

    /// Decides whether one more action is allowed.
    ///
    /// A full time later than an empty bucket's was written before the clock was set back, and must
    /// delay nobody longer than the limit itself does. If the excess is minutes, the bucket counts
    /// as full. If it is less, one more action is allowed, which leaves the bucket empty: a clock
    /// reading that is counted late must not refill the whole budget. If it is a second or less,
    /// requests were counted in another order than they read the clock, and the wait includes it.
    /// Without a time the bucket is full.
    package func spend(from fullAt: Instant?, at now: Instant) -> Verdict {
        let missing = missing(in: fullAt, at: now) + interval
        guard missing <= depth else {
            let rounded = missing - depth + .seconds(1) - .nanoseconds(1)
            return .mustWait(seconds: rounded.components.seconds)
        }
        return .allowed(fullAt: now + missing)
    }

    /// Gives back an action that turned out not to count; returns when the bucket is full again.
    package func giveBack(to fullAt: Instant?, at now: Instant) -> Instant {
        now + max(.zero, missing(in: fullAt, at: now) - interval)
    }

    private var interval: Duration { .nanoseconds(intervalNanoseconds) }
    private var depth: Duration { interval * burst }

    /// Returns the time until a bucket is full; up to a second more than its depth.
    ///
    /// The time is clamped only where the result is written. A refusal writes nothing, so a clamp
    /// that is repeated at each refusal would never end.
    private func missing(in fullAt: Instant?, at now: Instant) -> Duration {
        let missing = (fullAt ?? now) - now
        let excess = missing - depth
        if excess <= Self.orderTolerance { return max(.zero, missing) }
        return excess <= Self.stepTolerance ? depth - interval : .zero
    }

    /// Maximum excess over an empty bucket that concurrent requests explain.
    ///
    /// They may be counted in another order than they read the clock. It is a second, to which a
    /// wait is rounded anyway.
    private static let orderTolerance = Duration.seconds(1)
    /// Maximum excess over an empty bucket that a clock step or a late request explains.
    ///
    /// A late request was counted long after it read the clock. Beyond this the clock was set back.
    private static let stepTolerance = Duration.seconds(Instant.stepToleranceSeconds)
}
