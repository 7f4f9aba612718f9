import CoreVocabulary

/// How the bank does, in numbers that an operator watches.
public struct BankHealth: Hashable, Sendable {
    /// The life of the books.
    public let epoch: UInt64
    /// The end of the feed in the books.
    public let feedHead: Int64
    /// By how much what feeds were told of lags behind the books; 0 when they are woken in time.
    public let sequencerLag: Int64
    /// How many wait for the next commit.
    public let waitingCommitCount: Int
    /// How many feeds wait for news.
    public let waitingFeedCount: Int

    /// Makes a report.
    public init(
        epoch: UInt64,
        feedHead: Int64,
        sequencerLag: Int64,
        waitingCommitCount: Int,
        waitingFeedCount: Int
    ) {
        self.epoch = epoch
        self.feedHead = feedHead
        self.sequencerLag = sequencerLag
        self.waitingCommitCount = waitingCommitCount
        self.waitingFeedCount = waitingFeedCount
    }
}

extension Bank {
    /// Proves that the books can be read and that the writer answers; after a write that failed,
    /// as on a full disk, that it can write again.
    ///
    /// - Throws: What the store throws.
    public func health() async throws -> BankHealth {
        let epoch = try await provenEpoch()
        let head = try await store.read { try $0.feedHead() }
        // Before the first commit with news nobody was told of anything yet.
        let told = lastFeedHead == 0 ? head : lastFeedHead
        return BankHealth(
            epoch: epoch,
            feedHead: head,
            sequencerLag: max(0, head - told),
            waitingCommitCount: commits.waitingCount,
            waitingFeedCount: feedWaiters.count
        )
    }

    /// The epoch, read by the writer.
    ///
    /// While the store is doubted, a bucket is written beside it that is full, and so says nothing
    /// and goes away by itself.
    private func provenEpoch() async throws -> UInt64 {
        guard isStoreDoubted else { return try await commit { try $0.epoch() } }
        isStoreDoubted = false
        let now = clock.now()
        do {
            return try await commit { transaction in
                let key = LimitKey(.requestsOfAddress, of: 0)
                try transaction.update(LimitRecord(key: key, fullAt: now))
                return try transaction.epoch()
            }
        } catch {
            isStoreDoubted = true
            throw error
        }
    }
}
