/// How many changes to ask for at once: half as many after a page that did not arrive in time, and
/// twice as many again after pages that arrive quickly.
///
/// An exchange has an end, and what is cut off there is fetched again from its first byte; on a slow
/// line a page that is too large would never arrive.
public struct PageSize: Hashable, Sendable {
    /// The most changes in a page; on a fast line no page is smaller.
    public static let largest = FeedBatch.changeLimit
    /// The fewest: some 20 KB, which arrive in 15 seconds at 11 kbit/s.
    public static let smallest = 100
    /// How long a page may take after which a larger one is asked for, in milliseconds: a third of
    /// an exchange, so that twice as much arrives in time as well.
    public static let quickMilliseconds: Int64 = 5_000

    /// How many changes to ask for.
    public private(set) var changeCount = largest

    /// Makes the size to begin with, the largest.
    public init() {}

    /// Notes that a full page arrived.
    ///
    /// - Parameter milliseconds: How long after it was asked for.
    public mutating func noteArrival(afterMilliseconds milliseconds: Int64) {
        guard milliseconds <= Self.quickMilliseconds else { return }
        changeCount = min(Self.largest, changeCount * 2)
    }

    /// Notes that a page did not arrive in time.
    public mutating func noteTimeout() {
        changeCount = max(Self.smallest, changeCount / 2)
    }
}
