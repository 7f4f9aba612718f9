import CoreVocabulary

/// The one writer of the books, which runs jobs that arrive together in one database transaction.
///
/// No job returns before its writes are durable. The clock guard permits bookings, and feeds that
/// wait for the news of a commit are woken here.
final class GroupCommit {
    /// Reason for resuming a waiting job.
    private enum Signal: Sendable {
        /// The job is to lead the next commit.
        case lead
        /// The job was committed or failed, with this result.
        case settled(Result<any Sendable, any Error>)
    }

    let store: any LedgerStore
    private var queue = CommitQueue(requestLimit: BankConfiguration.commitRequestLimit)
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
    /// Bodies run in call order. A body that throws rolls back only its own writes. The number of
    /// requests that it carries out bounds the length of a commit.
    func run<Value: Sendable>(
        requestCount: Int = 1,
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws -> Value {
        let (job, turn) = queue.add(requestCount: requestCount) { try body($0) }
        var result: Result<any Sendable, any Error>?
        if turn == .wait {
            let signal = await withCheckedContinuation { waitingJobs[job.number] = $0 }
            if case .settled(let settled) = signal { result = settled }
        }
        if result == nil { result = await lead(job) }
        guard let value = try result?.get() as? Value else {
            invariantBroken("a job returns what its body returned")
        }
        return value
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

    private func lead(_ own: CommitJob) async -> Result<any Sendable, any Error> {
        let batch = queue.removeBatch()
        invariant(batch.first?.number == own.number, "the oldest job leads")
        var results: [Result<any Sendable, any Error>]
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
            results = batch.map { _ in .failure(error) }
        }
        if results.contains(where: Self.isFailureOfStore) { isStoreDoubted = true }
        for (job, result) in zip(batch, results).dropFirst() {
            waitingJobs.removeValue(forKey: job.number)?.resume(returning: .settled(result))
        }
        if let next = queue.finish() {
            waitingJobs.removeValue(forKey: next)?.resume(returning: .lead)
        }
        return results[0]
    }

    /// Returns true if a job failed for a reason other than a refusal by the bank's rules.
    private static func isFailureOfStore(_ result: Result<any Sendable, any Error>) -> Bool {
        guard case .failure(let error) = result else { return false }
        return !(error is RequestRefused || error is BankError)
    }

    private struct Committed: Sendable {
        let results: [Result<any Sendable, any Error>]
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
    ) throws -> [Result<any Sendable, any Error>] {
        // A lone job needs no savepoint, because its failure rolls back the whole transaction.
        if batch.count == 1 { return [.success(try batch[0].body(transaction))] }
        return batch.map { job in
            Result { try transaction.savepoint { try job.body(transaction) } }
        }
    }
}
