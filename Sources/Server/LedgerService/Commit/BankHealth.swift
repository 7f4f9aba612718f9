/// Health figures of the bank for an operator.
public struct BankHealth: Hashable, Sendable {
    /// The epoch of the books.
    public let epoch: UInt64
    /// The end of the feed in the books.
    public let feedHead: Int64
    /// Number of feed changes in the books that no waiting feed was woken for yet.
    public let sequencerLag: Int64
    /// Number of jobs that wait for the next commit.
    public let waitingCommitCount: Int
    /// Number of feeds that wait for news.
    public let waitingFeedCount: Int
}
