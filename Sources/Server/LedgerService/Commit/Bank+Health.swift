import CoreVocabulary

/// Health figures of the bank for an operator.
public struct BankHealth: Hashable, Sendable {
    /// The epoch of the books.
    public let epoch: UInt64
    /// The end of the feed in the books.
    public let feedHead: Int64
    /// Number of feed changes in the books that waiting feeds were not woken for yet; 0 if all
    /// were.
    public let sequencerLag: Int64
    /// Number of jobs that wait for the next commit.
    public let waitingCommitCount: Int
    /// Number of feeds that wait for news.
    public let waitingFeedCount: Int

    /// Creates a report of the given figures.
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

/// Latest failures and refusals of writes, as the bank remembers them.
struct WritingDoubt: Sendable {
    /// True if a write failed because of the store; ``Bank/health()`` then tries a write.
    var isStoreDoubted = false
    /// The refusal to write that was logged last, so that the same alarm is not logged twice.
    var toldRefusal: String?
    /// The time of the last successful test write by ``Bank/health()``.
    var writeProvenAt = Instant.epoch
    /// True if the disk of the books was almost full at the last call of ``Bank/health()``.
    var isRoomMissing = false
    /// The reason why the head of the audit log could not be written outside the books; nil if it
    /// was written.
    var headFailure: String?
}

extension Bank {
    /// Maximum age, in seconds, of a write that still proves that the bank can write.
    static let proofSeconds: Int64 = 5
    /// Minimum free space for the books to grow, in bytes.
    ///
    /// Some thousand transfers fit into it, so that readiness ends before writes fail.
    public static let roomByteFloor: Int64 = 33_554_432

    /// Checks that the books can be read and written and have room to grow.
    ///
    /// - Throws: Any error of the store, or ``BankUnready``.
    public func health() async throws -> BankHealth {
        try checkRoom()
        let epoch: UInt64
        do {
            epoch = try await provenEpoch()
            // The store accepts all writes except bookings under any clock, so the clock is checked
            // here.
            _ = try await store.read { [clockGuard, clock] in
                _ = try clockGuard.permit(ClockReading(clock), in: $0, by: clock)
            }
        } catch let refusal as any WritesRefusal where refusal.refusesWrites {
            tellOnce(refusal)
            throw refusal
        }
        doubt.toldRefusal = nil
        if let reason = doubt.headFailure { throw BankUnready.headNotKept(reason) }
        let head = try await store.read { try $0.feedHead() }
        // Before the first commit with news, no feed has been woken yet.
        let told = lastFeedHead == 0 ? head : lastFeedHead
        return BankHealth(
            epoch: epoch,
            feedHead: head,
            sequencerLag: max(0, head - told),
            waitingCommitCount: commits.waitingCount,
            waitingFeedCount: feedWaiters.count
        )
    }

    /// Records why the head of the audit log could not be written outside the books, or nil if it
    /// was written.
    ///
    /// Until it is written, ``health()`` throws. Otherwise, audit rows written meanwhile could be
    /// cut off unnoticed, and the bank would not start again.
    public func tell(headFailure reason: String?) {
        doubt.headFailure = reason
    }

    private func checkRoom() throws {
        let isMissing = store.freeByteCount.map { $0 < Self.roomByteFloor } ?? false
        defer { doubt.isRoomMissing = isMissing }
        guard isMissing else { return }
        let missing = BankUnready.roomMissing
        if !doubt.isRoomMissing {
            let incident = Hex.encode(random.bytes(8))
            log.note(
                BankLogEntry(event: .roomMissing, incident: incident, text: missing.description)
            )
        }
        throw missing
    }

    /// Reads the epoch through the writer, with a test write if one is due.
    ///
    /// A test write is due while the store is doubted and every few seconds, so that a bank with no
    /// other writes notices a full disk. It stores a full bucket, which has no effect and is
    /// removed by the next cleanup.
    private func provenEpoch() async throws -> UInt64 {
        let now = clock.now()
        let age = now.seconds(since: doubt.writeProvenAt)
        guard doubt.isStoreDoubted || age >= Self.proofSeconds || age < 0 else {
            return try await commit { try $0.epoch() }
        }
        doubt.isStoreDoubted = false
        do {
            let epoch = try await commit { transaction in
                let key = LimitKey(.requestsOfAddress, of: 0)
                try transaction.update(LimitRecord(key: key, fullAt: now))
                return try transaction.epoch()
            }
            doubt.writeProvenAt = now
            return epoch
        } catch {
            doubt.isStoreDoubted = true
            throw error
        }
    }
}

/// Reason why the bank is not ready although its books respond.
public struct BankUnready: Error, CustomStringConvertible {
    /// The reason, as an English sentence.
    public let description: String

    /// The disk of the books is almost full.
    public static let roomMissing = BankUnready(
        description: "The disk of the books is all but full; no write is safe any more."
    )

    static func headNotKept(_ reason: String) -> BankUnready {
        BankUnready(description: "The head of the audit log was not kept: \(reason)")
    }
}
