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

/// Writes that failed or were refused, as the bank remembers them.
struct WritingDoubt: Sendable {
    /// Whether a write failed for a reason of the store's; ``Bank/health()`` then tries one.
    var isStoreDoubted = false
    /// The refusal to write that was told last, so that an alarm is not told twice.
    var toldRefusal: String?
    /// The time of the last write with which ``Bank/health()`` proved that it can write.
    var writeProvenAt = Instant.epoch
    /// Whether the disk of the books was all but full when ``Bank/health()`` looked last.
    var isRoomMissing = false
    /// The reason for which the head of the audit log could not be kept outside the books; nil while it
    /// can.
    var headFailure: String?
}

extension Bank {
    /// The age up to which a write proves that the next one will work, in seconds.
    static let proofSeconds: Int64 = 5
    /// The room that the books must have to grow, in bytes: what some thousand transfers take, so
    /// that readiness ends before writes fail.
    public static let roomByteFloor: Int64 = 33_554_432

    /// Proves that the books can be read and written, and that there is room for them to grow.
    ///
    /// - Throws: What the store throws, or ``BankUnready``.
    public func health() async throws -> BankHealth {
        try checkRoom()
        let epoch: UInt64
        do {
            epoch = try await provenEpoch()
            // Everything but bookings is written by any clock.
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

    /// Tells that the head of the audit log could not be kept outside the books, and why, or that it was.
    ///
    /// Until it is, ``health()`` throws: what is booked meanwhile could be cut off unnoticed, and the
    /// bank would not start again.
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

    /// The epoch, read by the writer.
    ///
    /// While the store is doubted, and every few seconds, a bucket is written beside it that is
    /// full, and so says nothing and goes away by itself: a bank at which nobody writes has to
    /// notice a full disk as well.
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

/// Why the bank is not ready although its books answer.
public struct BankUnready: Error, CustomStringConvertible {
    /// The reason, as a sentence.
    public let description: String

    /// The disk of the books is all but full.
    public static let roomMissing = BankUnready(
        description: "The disk of the books is all but full; no write is safe any more."
    )

    static func headNotKept(_ reason: String) -> BankUnready {
        BankUnready(description: "The head of the audit log was not kept: \(reason)")
    }
}
