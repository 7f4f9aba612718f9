import CoreVocabulary

/// How many changes to ask for at once: half as many after a page that did not arrive in time, and
/// twice as many again after pages that arrive quickly.
///
/// An exchange has an end, and what is cut off there is fetched again from its first byte; on a slow
/// line a page that is too large would never arrive.
public struct PageSize: Hashable, Sendable {
    /// How long a page may take after which a larger one is asked for, in milliseconds: a third of
    /// an exchange, so that twice as much arrives in time as well.
    public static let quickMilliseconds: Int64 = 5_000

    /// How many changes to ask for.
    public private(set) var changeCount: Int

    /// On a fast line no page is smaller.
    private let largest: Int
    private let smallest: Int

    /// Makes the size to begin with, the largest.
    public init(_ limits: SyncLimits = SyncLimits()) {
        invariant(limits.smallestPageChangeCount >= 1, "a page has a change or more")
        invariant(limits.pageChangeCount <= FeedBatch.changeLimit, "a page fits the protocol")
        invariant(limits.smallestPageChangeCount <= limits.pageChangeCount, "sizes are in order")
        largest = limits.pageChangeCount
        smallest = limits.smallestPageChangeCount
        changeCount = largest
    }

    /// Notes that a full page arrived.
    ///
    /// - Parameter milliseconds: How long after it was asked for.
    public mutating func noteArrival(afterMilliseconds milliseconds: Int64) {
        guard milliseconds <= Self.quickMilliseconds else { return }
        changeCount = min(largest, changeCount * 2)
    }

    /// Notes that a page did not arrive in time.
    public mutating func noteTimeout() {
        changeCount = max(smallest, changeCount / 2)
    }
}
