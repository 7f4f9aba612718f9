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
    /// How often in a minute after that, 1 or more.
    public let perMinute: Int64

    /// Makes a limit.
    public init(burst: Int64, perMinute: Int64) {
        invariant(burst >= 1 && burst <= 1_000_000, "a burst is between one and a million")
        invariant(perMinute >= 1, "something may be done once a minute at least")
        self.burst = burst
        self.perMinute = perMinute
    }

    /// Decides about one more time.
    ///
    /// - Parameters:
    ///   - fullAt: When the bucket will be full again; nil for a full one.
    ///   - now: The time.
    /// - Returns: Whether it may be done, and what follows from it.
    public func take(from fullAt: Instant?, at now: Instant) -> Verdict {
        let interval = max(1, 60 * Instant.nanosecondsPerSecond / perMinute)
        let depth = interval * burst
        // After a clock was set back, an empty bucket is all that is left of it.
        let missing = max(
            0,
            min((fullAt ?? now).nanosecondsSinceEpoch - now.nanosecondsSinceEpoch, depth)
        )
        guard missing + interval <= depth else {
            let wait = missing + interval - depth
            let second = Instant.nanosecondsPerSecond
            return .mustWait(seconds: (wait + second - 1) / second)
        }
        let end = now.nanosecondsSinceEpoch + missing + interval
        return .allowed(fullAt: Instant(nanosecondsSinceEpoch: end))
    }
}
