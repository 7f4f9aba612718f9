import CoreVocabulary

extension Bank {
    /// Why a waiting job is called back.
    enum CommitSignal: Sendable {
        /// It is to lead the next commit.
        case lead
        /// It was committed, or failed.
        case settled(Result<any Sendable, any Error>)
    }

    /// Runs a body in a database transaction that it may share with others; returns when what it
    /// did is durable.
    ///
    /// Bodies run in the order in which this is called. One that throws takes back only itself.
    func commit<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws -> Value {
        let (job, turn) = commits.add { try body($0) }
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

    private func lead(_ own: CommitJob) async -> Result<any Sendable, any Error> {
        let batch = commits.takeBatch()
        invariant(batch.first?.number == own.number, "the oldest job leads")
        var results: [Result<any Sendable, any Error>]
        do {
            let isAnybodyWaiting = feedWaiters.count > 0
            let committed = try await store.write { [clockGuard] transaction in
                // Asked before the first line is written: one that the bank writes itself, such as
                // an acceptance that is answered with a failure, must not answer for the start.
                _ = try clockGuard.isFarAhead(of: transaction)
                return try Self.run(batch, in: transaction, namingUsers: isAnybodyWaiting)
            }
            results = committed.results
            lastFeedHead = max(lastFeedHead, committed.feedHead)
            if let users = committed.usersWithNews {
                feedWaiters.wake(users)
            } else {
                // Nobody waited when it began; whoever came meanwhile looks again.
                feedWaiters.wakeAll()
            }
        } catch {
            // None of them is durable; each of them is told.
            results = batch.map { _ in .failure(error) }
        }
        if results.contains(where: Self.isFailureOfStore) { doubt.isStoreDoubted = true }
        for (job, result) in zip(batch, results).dropFirst() {
            waitingJobs.removeValue(forKey: job.number)?.resume(returning: .settled(result))
        }
        if let next = commits.finish() {
            waitingJobs.removeValue(forKey: next)?.resume(returning: .lead)
        }
        return results[0]
    }

    /// Whether a job failed for another reason than that it is not allowed.
    private static func isFailureOfStore(_ result: Result<any Sendable, any Error>) -> Bool {
        guard case .failure(let error) = result else { return false }
        return !(error is RequestRefused || error is BankError)
    }

    /// The outcome of one commit.
    private struct Committed: Sendable {
        let results: [Result<any Sendable, any Error>]
        /// The end of the feed.
        let feedHead: Int64
        /// The users whose feeds have something new; nil when nobody waited for the news there is.
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
        // A job that is alone needs no savepoint: with it, everything is taken back.
        if batch.count == 1 { return [.success(try batch[0].body(transaction))] }
        return batch.map { job in
            Result { try transaction.savepoint { try job.body(transaction) } }
        }
    }
}
