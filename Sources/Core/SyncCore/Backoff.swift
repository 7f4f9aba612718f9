/// How long to wait before the next try: twice as long each time, up to a ceiling, with jitter.
///
/// Each wait is drawn from the upper half of its range, so that consoles which lost the bank at
/// one moment do not come back at one moment.
public struct Backoff: Hashable, Sendable {
    /// The range of the first wait, in milliseconds.
    public static let firstMilliseconds: Int64 = 250
    /// The range of the longest wait, in milliseconds.
    public static let ceilingMilliseconds: Int64 = 10_000
    /// Doublings until the ceiling is reached.
    private static let doublingLimit = 6

    /// Tries that failed since the last one that did not.
    public private(set) var failureCount = 0

    /// Makes one without failures.
    public init() {}

    /// Counts a failure and says how long to wait, in milliseconds.
    ///
    /// - Parameters:
    ///   - random: 64 random bits.
    ///   - atLeast: What the other side asked for, in milliseconds; beyond the ceiling only the
    ///     ceiling counts.
    /// - Returns: The wait, in milliseconds.
    public mutating func fail(random: UInt64, atLeast: Int64 = 0) -> Int64 {
        let range = min(
            Self.firstMilliseconds << min(failureCount, Self.doublingLimit),
            Self.ceilingMilliseconds
        )
        failureCount = min(failureCount + 1, Self.doublingLimit)
        let jitter = Int64(random % UInt64(range / 2 + 1))
        return max(range / 2 + jitter, min(atLeast, Self.ceilingMilliseconds))
    }

    /// Forgets the failures.
    public mutating func succeed() {
        failureCount = 0
    }
}
