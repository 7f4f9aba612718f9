/// Something to be done in a database transaction that others share.
struct CommitJob: Sendable {
    /// Names the job within one queue.
    let number: UInt64
    /// What is done; when it throws, nothing of it stays behind.
    let body: @Sendable (any LedgerTransaction) throws -> any Sendable
}

/// Gathers jobs that arrive while a commit is under way, so that the next one carries them all.
///
/// Whoever finds the queue idle leads: it commits its own job and those that wait, and then hands
/// the lead to the first of those that came meanwhile. No timer is needed: the disk's own pace is
/// the time that a group has to form, and a lone job never waits.
struct CommitQueue: Sendable {
    /// What who brings a job does next.
    enum Turn: Hashable, Sendable {
        /// Commit now.
        case lead
        /// Wait for the outcome, or for the lead.
        case wait
    }

    /// The most jobs in one commit.
    let jobLimit: Int
    private var waiting: [CommitJob] = []
    private var isCommitting = false
    private var lastNumber: UInt64 = 0

    /// How many jobs wait.
    var waitingCount: Int { waiting.count }

    init(jobLimit: Int) {
        self.jobLimit = jobLimit
    }

    /// Adds a job.
    mutating func add(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> any Sendable
    ) -> (job: CommitJob, turn: Turn) {
        lastNumber += 1
        let job = CommitJob(number: lastNumber, body: body)
        waiting.append(job)
        guard !isCommitting else { return (job, .wait) }
        isCommitting = true
        return (job, .lead)
    }

    /// Takes the jobs of the next commit, oldest first.
    mutating func takeBatch() -> [CommitJob] {
        let batch = Array(waiting.prefix(jobLimit))
        waiting.removeFirst(batch.count)
        return batch
    }

    /// Ends a commit; names the job that leads next, if any waits.
    mutating func finish() -> UInt64? {
        guard let next = waiting.first else {
            isCommitting = false
            return nil
        }
        return next.number
    }
}
