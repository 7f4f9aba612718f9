/// Health figures of the bank for an operator.
package struct BankHealth: Hashable, Sendable {
    /// The epoch of the books.
    package let epoch: UInt64
    /// The end of the feed in the books.
    package let feedHead: Int64
    /// Number of feed changes in the books that no waiting feed was woken for yet.
    package let sequencerLag: Int64
    /// Number of jobs that wait for the next commit.
    package let waitingCommitCount: Int
    /// Number of feeds that wait for news.
    package let waitingFeedCount: Int
}
