/// Assigned feed number with the numbers reserved after it.
public struct FeedNumber: Sendable {
    let sequence: Int64
    let backfillCount: Int64
    let groupSequence: Int64

    /// Creates a feed number from stored values; the reserved numbers are for a history.
    public init(sequence: Int64, backfillCount: Int64, groupSequence: Int64) {
        self.sequence = sequence
        self.backfillCount = backfillCount
        self.groupSequence = groupSequence
    }
}
