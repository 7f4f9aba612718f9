import CoreVocabulary
import IdentityCore
import LedgerService

extension ModelState {
    /// Counts one more use against a rate limit; returns nil if the limit is exceeded.
    mutating func count(_ key: LimitKey, _ limit: RateLimit?, at now: Instant) -> [Fact]? {
        guard let limit else { return [] }
        guard let fullAt = limit.bucket(after: 1, buckets[key], at: now) else { return nil }
        buckets[key] = fullAt
        return [.limit(key, fullAt: fullAt)]
    }

    /// Counts an attempt under a name from a new place; returns nil if the limit is exceeded.
    mutating func countNewPlace(_ name: String, _ limit: RateLimit?, at now: Instant) -> [Fact]? {
        guard let limit else { return [] }
        guard let fullAt = limit.bucket(after: 1, newPlaces[name], at: now) else { return nil }
        newPlaces[name] = fullAt
        return [.newPlaces(name: .name(name), fullAt: fullAt)]
    }

    /// Takes back the count of an attempt that succeeded.
    mutating func uncountNewPlace(_ name: String, _ limit: RateLimit?, at now: Instant) -> [Fact] {
        guard let fullAt = limit?.bucket(after: -1, newPlaces[name], at: now) else { return [] }
        newPlaces[name] = fullAt
        return [.newPlaces(name: .name(name), fullAt: fullAt)]
    }
}

extension RateLimit {
    /// Tolerance for readings of one clock that are out of order, in nanoseconds: one second.
    private static let disorderNanoseconds = Instant.nanosecondsPerSecond
    /// Largest jump of a clock that is tolerated, in nanoseconds: five minutes.
    private static let strayNanoseconds = 300 * Instant.nanosecondsPerSecond

    /// Capacity of the bucket, in nanoseconds.
    private var depth: Int64 { intervalNanoseconds * burst }

    /// Returns when the bucket is full again after more uses, or nil if they exceed the limit.
    fileprivate func bucket(after count: Int64, _ fullAt: Instant?, at now: Instant) -> Instant? {
        let next = max(0, used(fullAt, at: now) + count * intervalNanoseconds)
        guard next <= depth else { return nil }
        return now.adding(nanoseconds: next)
    }

    /// Returns the time until one more use is allowed, in nanoseconds.
    func wait(_ fullAt: Instant?, at now: Instant) -> Int64 {
        used(fullAt, at: now) + intervalNanoseconds - depth
    }

    /// Returns the used part of the bucket, in nanoseconds.
    ///
    /// A clock that ran ahead can have written more than the capacity. An excess of up to a second
    /// is waited for. An excess of up to five minutes lets one use through. Beyond that the bucket
    /// counts as full.
    private func used(_ fullAt: Instant?, at now: Instant) -> Int64 {
        let lack = (fullAt ?? now).nanoseconds(since: now)
        switch lack {
        case ...0: return 0
        case ...(depth + Self.disorderNanoseconds): return lack
        case ...(depth + Self.strayNanoseconds): return depth - intervalNanoseconds
        default: return 0
        }
    }
}
