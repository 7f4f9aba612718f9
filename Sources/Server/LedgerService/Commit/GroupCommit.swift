import CoreVocabulary

/// The one writer of the books, which runs jobs that arrive together in one database transaction.
///
/// No job returns before its writes are durable. The clock guard permits bookings, and feeds that
/// wait for the news of a commit are woken here.
final class GroupCommit {
    /// Result of one body of a job.
    private typealias Outcome = Result<any Sendable, any Error>

    /// Reason for resuming a waiting job.
    private enum Signal: Sendable {
        /// The job is to lead the next commit.
        case lead
        /// The job was committed or failed, with these results of its bodies.
        case settled([Outcome])
    }

    let store: any LedgerStore
    private var queue = CommitQueue(bodyLimit: BankConfiguration.commitBodyLimit)
    private var waitingJobs: [UInt64: CheckedContinuation<Signal, Never>] = [:]
    /// The end of the feed as of the last commit; zero until the first.
    private(set) var lastFeedHead: Int64 = 0
    /// Feeds that wait for a commit that concerns their user.
    var feedWaiters = FeedWaiters()
    /// Compares the clock with the books before anything is booked.
    var clockGuard: ClockGuard
    /// True if a write failed because of the store; ``HealthCheck`` then tries a write.
    var isStoreDoubted = false

    /// Number of jobs that wait for the next commit.
    var waitingCount: Int { queue.waitingCount }

    init(_ context: BankContext) {
        store = context.store
        let days = context.configuration.longestPauseDays
        clockGuard = ClockGuard(context.clock, longestPauseDays: days)
    }

    /// Runs a body in a shared database transaction, and returns when its writes are durable.
    ///
    /// Bodies run in call order. A body that throws rolls back only its own writes.
    func run<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws -> Value {
        guard let result = await run([body]).first else {
            invariantBroken("a job has a result for each of its bodies")
        }
        return try result.get()
    }

    /// Runs bodies in this order in one database transaction, and returns when their writes are durable.
    ///
    /// - Returns: The result of each body. One that throws rolls back only its own writes.
    func run<Value: Sendable>(
        _ bodies: [@Sendable (any LedgerTransaction) throws -> Value]
    ) async -> [Result<Value, any Error>] {
        let (job, turn) = queue.add(bodies.map { body in { try body($0) } })
        var outcomes: [Outcome]?
        if turn == .wait {
            let signal = await withCheckedContinuation { waitingJobs[job.number] = $0 }
            if case .settled(let settled) = signal { outcomes = settled }
        }
        if outcomes == nil { outcomes = await lead(job) }
        return (outcomes ?? []).map { outcome in
            outcome.map { value in
                guard let value = value as? Value else {
                    invariantBroken("a job returns what its body returned")
                }
                return value
            }
        }
    }

    /// Commits a change that may end a user's sessions, then wakes the user's waiting feeds.
    ///
    /// They check their session again and stop if it has ended.
    func run<Value: Sendable>(
        endingSessionsOf userID: UserID,
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws -> Value {
        let value = try await run(body)
        feedWaiters.wake(CollectionOfOne(userID))
        return value
    }

    private func lead(_ own: CommitJob) async -> [Outcome] {
        let batch = queue.removeBatch()
        invariant(batch.first?.number == own.number, "the oldest job leads")
        var results: [[Outcome]]
        do {
            let isAnybodyWaiting = feedWaiters.count > 0
            let committed = try await store.write { [clockGuard] transaction in
                // Judged before the first audit row is written. A row that the bank writes itself,
                // such as an acceptance that is answered with a failure, must not count as evidence
                // about the clock at the start.
                _ = try clockGuard.isFarAhead(of: transaction)
                return try Self.run(batch, in: transaction, namingUsers: isAnybodyWaiting)
            }
            results = committed.results
            lastFeedHead = max(lastFeedHead, committed.feedHead)
            if let users = committed.usersWithNews {
                feedWaiters.wake(users)
            } else {
                // Nobody waited when the commit began. Feeds that began to wait meanwhile are woken
                // to read again.
                feedWaiters.wakeAll()
            }
        } catch {
            // No job of the batch is durable, so each one gets the error.
            results = batch.map { $0.bodies.map { _ in .failure(error) } }
        }
        if results.joined().contains(where: Self.isFailureOfStore) { isStoreDoubted = true }
        for (job, result) in zip(batch, results).dropFirst() {
            waitingJobs.removeValue(forKey: job.number)?.resume(returning: .settled(result))
        }
        if let next = queue.finish() {
            waitingJobs.removeValue(forKey: next)?.resume(returning: .lead)
        }
        return results[0]
    }

    /// Returns true if a body failed for a reason other than a refusal by the bank's rules.
    private static func isFailureOfStore(_ result: Outcome) -> Bool {
        guard case .failure(let error) = result else { return false }
        return !(error is RequestRefused || error is BankError)
    }

    private struct Committed: Sendable {
        /// The results of each job's bodies.
        let results: [[Outcome]]
        /// The end of the feed after the commit.
        let feedHead: Int64
        /// The users whose feeds have news; nil if they were not looked up because no feed waited.
        let usersWithNews: [UserID]?
    }

    private static func run(
        _ batch: [CommitJob],
        in transaction: any LedgerTransaction,
        namingUsers: Bool
    ) throws -> Committed {
        let headBefore = try transaction.feedHead()
        let results = try run(batch, in: transaction)
        let head = try transaction.feedHead()
        var users: [UserID]? = head == headBefore ? [] : nil
        if namingUsers { users = try transaction.usersWithNews(after: headBefore, upTo: head) }
        return Committed(results: results, feedHead: head, usersWithNews: users)
    }

    private static func run(
        _ batch: [CommitJob],
        in transaction: any LedgerTransaction
    ) throws -> [[Outcome]] {
        // A lone body needs no savepoint, because its failure rolls back the whole transaction.
        if batch.count == 1, batch[0].bodies.count == 1 {
            return [[.success(try batch[0].bodies[0](transaction))]]
        }
        return batch.map { job in
            job.bodies.map { body in Result { try transaction.savepoint { try body(transaction) } }
            }
        }
    }
}
