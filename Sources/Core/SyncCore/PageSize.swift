import CoreVocabulary

/// Adaptive page size: halves after a timeout and doubles after a page that arrives quickly.
///
/// A request has a time limit, and a page cut off by it is fetched again from the first byte. On a
/// slow line a page that is too large would never arrive.
package struct PageSize: Hashable, Sendable {
    /// Maximum duration of a page after which a larger one is requested: a third of a request's time
    /// limit, so that a page of twice the size also arrives in time.
    package static let quickDuration = Duration.seconds(5)

    /// Number of changes to request in the next page.
    package private(set) var changeCount: Int

    /// Upper bound, used on a fast line.
    private let largest: Int
    private let smallest: Int

    /// Creates a page size that starts at the largest of the limits.
    package init(_ limits: SyncLimits = SyncLimits()) {
        invariant(limits.smallestPageChangeCount >= 1, "a page has a change or more")
        invariant(limits.pageChangeCount <= FeedBatch.changeLimit, "a page fits the protocol")
        invariant(limits.smallestPageChangeCount <= limits.pageChangeCount, "sizes are in order")
        largest = limits.pageChangeCount
        smallest = limits.smallestPageChangeCount
        changeCount = largest
    }

    /// Records that a full page arrived, some time after its request.
    package mutating func noteArrival(after duration: Duration) {
        guard duration <= Self.quickDuration else { return }
        changeCount = min(largest, changeCount * 2)
    }

    /// Records that a page did not arrive in time.
    package mutating func noteTimeout() {
        changeCount = max(smallest, changeCount / 2)
    }
}
