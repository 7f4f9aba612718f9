import CoreVocabulary

/// Checks that the books can be read and written and have room to grow.
final class HealthCheck: BankService {
    /// Maximum age, in seconds, of a write that still proves that the bank can write.
    private static let proofSeconds: Int64 = 5

    let resources: BankResources
    private var writeProvenAt = Instant.epoch
    /// True if the disk of the books was almost full at the last check.
    private var isRoomMissing = false
    /// The reason why the head of the audit log was not written outside the books; nil if it was.
    var headFailure: String?

    init(_ resources: BankResources) { self.resources = resources }

    /// Checks that the books can be read and written and have room to grow, or throws the reason.
    func run() async throws -> BankHealth {
        try checkRoom()
        let epoch: UInt64
        do {
            epoch = try await provenEpoch()
            // The store accepts all writes except bookings under any clock, so the clock is checked
            // here.
            _ = try await context.store.read { [context, clockGuard = commits.clockGuard] in
                _ = try clockGuard.permit(ClockReading(context.clock), in: $0)
            }
        } catch let refusal as any WritesRefusal where refusal.refusesWrites {
            resources.failures.reportOnce(refusal)
            throw refusal
        }
        resources.failures.clearRefusal()
        if let reason = headFailure { throw BankUnready.headNotKept(reason) }
        let head = try await context.store.read { try $0.feedHead() }
        // Before the first commit with news, no feed has been woken yet.
        let told = commits.lastFeedHead == 0 ? head : commits.lastFeedHead
        return BankHealth(
            epoch: epoch,
            feedHead: head,
            sequencerLag: max(0, head - told),
            waitingCommitCount: commits.waitingCount,
            waitingFeedCount: commits.feedWaiters.count
        )
    }

    private func checkRoom() throws {
        let isMissing = context.store.freeByteCount.map { $0 < Bank.roomByteFloor } ?? false
        defer { isRoomMissing = isMissing }
        guard isMissing else { return }
        if !isRoomMissing { resources.failures.note(.roomMissing, BankUnready.roomMissing) }
        throw BankUnready.roomMissing
    }

    /// Reads the epoch through the writer, with a test write if one is due.
    ///
    /// A test write is due while the store is doubted and every few seconds, so that a bank with no
    /// other writes notices a full disk. It stores a full bucket, which has no effect and is
    /// removed by the next cleanup.
    private func provenEpoch() async throws -> UInt64 {
        let now = context.clock.now()
        let age = now.seconds(since: writeProvenAt)
        guard commits.isStoreDoubted || age >= Self.proofSeconds || age < 0 else {
            return try await commits.run { try $0.epoch() }
        }
        commits.isStoreDoubted = false
        do {
            let epoch = try await commits.run { transaction in
                let key = LimitKey(.requestsOfAddress, of: 0)
                try transaction.update(LimitRecord(key: key, fullAt: now))
                return try transaction.epoch()
            }
            writeProvenAt = now
            return epoch
        } catch {
            commits.isStoreDoubted = true
            throw error
        }
    }
}

/// Reason why the bank is not ready although its books respond.
package struct BankUnready: Error, CustomStringConvertible {
    /// The reason, as an English sentence.
    package let description: String

    /// The disk of the books is almost full.
    package static let roomMissing = BankUnready(
        description: "The disk of the books is all but full; no write is safe any more."
    )

    static func headNotKept(_ reason: String) -> BankUnready {
        BankUnready(description: "The head of the audit log was not kept: \(reason)")
    }
}
