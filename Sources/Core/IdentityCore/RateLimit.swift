public import CoreVocabulary

/// How often something may be done: at once a few times, and then at a steady pace.
///
/// The bucket of who does it is a single instant, at which it will be full again; who has done
/// nothing for long has none. Refused tries do not count, so a pause is as long as it is told.
/// Source: OWASP ASVS 5.0 2.4.1 and 2.4.2; the arithmetic is the Generic Cell Rate Algorithm,
/// ITU-T I.371.
public struct RateLimit: Hashable, Sendable {
    /// Whether it may be done now.
    public enum Verdict: Hashable, Sendable {
        /// It may, and the bucket will be full again at this instant.
        case allowed(fullAt: Instant)
        /// It may not before some seconds are over, 1 or more.
        case mustWait(seconds: Int64)
    }

    /// How often at once, 1 or more.
    public let burst: Int64
    /// After that, the time from once to the next time, in nanoseconds.
    public let intervalNanoseconds: Int64

    /// Makes a limit of something that may be done once a minute or more often.
    public init(burst: Int64, perMinute: Int64) {
        invariant(perMinute >= 1, "something may be done once a minute at least")
        self.init(
            burst: burst,
            intervalNanoseconds: max(1, 60 * Instant.nanosecondsPerSecond / perMinute)
        )
    }

    /// Makes a limit of something that may be done less often than once a minute.
    public init(burst: Int64, everySeconds seconds: Int64) {
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

    /// How often in a minute after the burst, rounded down.
    public var perMinute: Int64 { 60 * Instant.nanosecondsPerSecond / intervalNanoseconds }

    /// Decides about one more time.
    ///
    /// A bucket that will be full later than an empty one was written before the clock was set back,
    /// and delays nobody longer than the limit itself does. By minutes later, it counts as full. By
    /// less, once more may be done, which leaves it empty: a reading of the clock that is counted
    /// late must not give the whole budget back. By a second or less, requests were counted in
    /// another order than they read the clock, and who waits for that is told how long.
    ///
    /// - Parameters:
    ///   - fullAt: When the bucket will be full again; nil for a full one.
    ///   - now: The time.
    /// - Returns: Whether it may be done, and what follows from it.
    public func take(from fullAt: Instant?, at now: Instant) -> Verdict {
        let missing = missingNanoseconds(in: fullAt, at: now)
        guard missing + intervalNanoseconds <= depthNanoseconds else {
            let wait = missing + intervalNanoseconds - depthNanoseconds
            let second = Instant.nanosecondsPerSecond
            return .mustWait(seconds: (wait + second - 1) / second)
        }
        let end = now.nanosecondsSinceEpoch + missing + intervalNanoseconds
        return .allowed(fullAt: Instant(nanosecondsSinceEpoch: end))
    }

    /// The bucket after one time less: for what turned out not to count.
    ///
    /// - Returns: When the bucket will be full again.
    public func giveBack(to fullAt: Instant?, at now: Instant) -> Instant {
        let missing = max(0, missingNanoseconds(in: fullAt, at: now) - intervalNanoseconds)
        return Instant(nanosecondsSinceEpoch: now.nanosecondsSinceEpoch + missing)
    }

    private var depthNanoseconds: Int64 { intervalNanoseconds * burst }

    /// The time until a bucket is full, in nanoseconds; by a second or less, more than it holds.
    ///
    /// Nothing is cut to what the bucket holds without being written: a refusal writes nothing, and a
    /// cut that is made anew at each refusal would never end.
    private func missingNanoseconds(in fullAt: Instant?, at now: Instant) -> Int64 {
        let missing = (fullAt ?? now).nanosecondsSinceEpoch - now.nanosecondsSinceEpoch
        let excess = missing - depthNanoseconds
        if excess <= Self.orderToleranceNanoseconds { return max(0, missing) }
        return excess <= Self.stepToleranceNanoseconds ? depthNanoseconds - intervalNanoseconds : 0
    }

    /// The longest lead over an empty bucket that comes of requests side by side, which are counted in
    /// another order than they read the clock, in nanoseconds: a second, to which a wait is rounded
    /// anyway.
    private static let orderToleranceNanoseconds = Instant.nanosecondsPerSecond
    /// The longest lead over an empty bucket that comes of a step of the clock, or of a request that was
    /// counted long after it read the clock, in nanoseconds; beyond it the clock was set back.
    private static let stepToleranceNanoseconds =
        Instant.stepToleranceSeconds * Instant.nanosecondsPerSecond
}
