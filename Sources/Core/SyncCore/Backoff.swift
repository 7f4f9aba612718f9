/// Exponential backoff between tries: the wait doubles up to a ceiling, with random jitter.
///
/// Each wait is drawn from the upper half of its range, so that consoles which lost the bank at the
/// same moment do not all return at the same moment.
package struct Backoff: Hashable, Sendable {
    /// Upper bound of the first wait, in milliseconds.
    package static let firstMilliseconds: Int64 = 250
    /// Upper bound of the longest wait, in milliseconds.
    package static let ceilingMilliseconds: Int64 = 10_000
    /// Number of doublings after which the ceiling is reached.
    private static let doublingLimit = 6

    /// Number of failures since the last success, counted up to `doublingLimit`.
    package private(set) var failureCount = 0

    /// Creates a backoff without failures.
    package init() {}

    /// Counts a failure and returns the wait before the next try, in milliseconds.
    ///
    /// `atLeast` is the wait that the other side asked for, capped at the ceiling.
    package mutating func fail(random: UInt64, atLeast: Int64 = 0) -> Int64 {
        let range = min(
            Self.firstMilliseconds << min(failureCount, Self.doublingLimit),
            Self.ceilingMilliseconds
        )
        failureCount = min(failureCount + 1, Self.doublingLimit)
        let jitter = Int64(random % UInt64(range / 2 + 1))
        return max(range / 2 + jitter, min(atLeast, Self.ceilingMilliseconds))
    }

    /// Resets the count of failures.
    package mutating func succeed() { failureCount = 0 }
}
