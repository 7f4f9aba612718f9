/// Assigned feed number with the numbers reserved after it.
public struct FeedNumber: Sendable {
    let sequence: Int64
    let backfillCount: Int64
    let groupSequence: Int64

    /// Creates a feed number from stored values.
    ///
    /// - Parameters:
    ///   - sequence: The number.
    ///   - backfillCount: The number of feed numbers after it that are reserved for a history.
    ///   - groupSequence: The first number of its group.
    public init(sequence: Int64, backfillCount: Int64, groupSequence: Int64) {
        self.sequence = sequence
        self.backfillCount = backfillCount
        self.groupSequence = groupSequence
    }
}
