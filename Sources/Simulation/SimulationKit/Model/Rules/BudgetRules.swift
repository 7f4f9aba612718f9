import CoreVocabulary
import IdentityCore
import LedgerService

extension ModelState {
    /// Counts something once more.
    ///
    /// - Returns: What was written; nil when it is one too many.
    mutating func count(_ key: LimitKey, _ limit: RateLimit?, at now: Instant) -> [Fact]? {
        guard let limit else { return [] }
        guard let fullAt = limit.bucket(after: 1, buckets[key], at: now) else { return nil }
        buckets[key] = fullAt
        return [.limit(key, fullAt: fullAt)]
    }

    /// Counts a try to sign in under a name from a place that is new to its user.
    ///
    /// - Returns: What was written; nil when it is one too many.
    mutating func countNewPlace(
        _ name: String,
        _ limit: RateLimit?,
        at now: Instant
    ) -> [Fact]? {
        guard let limit else { return [] }
        guard let fullAt = limit.bucket(after: 1, newPlaces[name], at: now) else { return nil }
        newPlaces[name] = fullAt
        return [.newPlaces(name: .name(name), fullAt: fullAt)]
    }

    /// Takes back what a try was counted that succeeded.
    mutating func uncountNewPlace(
        _ name: String,
        _ limit: RateLimit?,
        at now: Instant
    ) -> [Fact] {
        guard let fullAt = limit?.bucket(after: -1, newPlaces[name], at: now) else { return [] }
        newPlaces[name] = fullAt
        return [.newPlaces(name: .name(name), fullAt: fullAt)]
    }
}

extension RateLimit {
    /// By how much readings of one clock may be out of order, in nanoseconds: a second.
    private static let disorderNanoseconds = Instant.nanosecondsPerSecond
    /// The most by which a clock steps, in nanoseconds: five minutes.
    private static let strayNanoseconds = 300 * Instant.nanosecondsPerSecond

    /// The content of a full bucket, in nanoseconds.
    private var depth: Int64 { intervalNanoseconds * burst }

    /// When a bucket is full again after so many times more; nil when that is one too many.
    fileprivate func bucket(after count: Int64, _ fullAt: Instant?, at now: Instant) -> Instant? {
        let next = max(0, used(fullAt, at: now) + count * intervalNanoseconds)
        guard next <= depth else { return nil }
        return Instant(nanosecondsSinceEpoch: now.nanosecondsSinceEpoch + next)
    }

    /// The time until once more is not too many, in nanoseconds.
    func wait(_ fullAt: Instant?, at now: Instant) -> Int64 {
        used(fullAt, at: now) + intervalNanoseconds - depth
    }

    /// The lack of a bucket, in nanoseconds.
    ///
    /// More than it holds was written by a clock that ran ahead: by minutes, and it counts as full; by
    /// less, and once more is let through; by a second, and it is waited for.
    private func used(_ fullAt: Instant?, at now: Instant) -> Int64 {
        let lack = (fullAt ?? now).nanosecondsSinceEpoch - now.nanosecondsSinceEpoch
        switch lack {
        case ...0: return 0
        case ...(depth + Self.disorderNanoseconds): return lack
        case ...(depth + Self.strayNanoseconds): return depth - intervalNanoseconds
        default: return 0
        }
    }
}
