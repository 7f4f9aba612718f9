/// Job to run in a database transaction that other jobs share.
struct CommitJob: Sendable {
    /// Identifies the job within one queue.
    let number: UInt64
    /// Number of requests that the job carries out: each transfer of a batch is one.
    let requestCount: Int
    /// The work to do; if it throws, its writes are rolled back.
    let body: @Sendable (any LedgerTransaction) throws -> any Sendable
}

/// Group commit queue, which collects jobs while a commit is under way for the next one to carry.
///
/// A job that finds the queue idle leads: it commits itself and those that wait, and then passes
/// the lead to the first of those that arrived meanwhile. No timer is needed. A group forms for as
/// long as the disk takes for a commit, and a lone job never waits.
struct CommitQueue: Sendable {
    /// Next step of a job that was added.
    enum Turn: Hashable, Sendable {
        /// The job leads a commit now.
        case lead
        /// The job waits for its outcome or for the lead.
        case wait
    }

    /// Maximum number of requests in one commit; a job with more of them has a commit of its own.
    let requestLimit: Int
    private var waiting: [CommitJob] = []
    private var isCommitting = false
    private var lastNumber: UInt64 = 0

    /// Number of jobs that wait.
    var waitingCount: Int { waiting.count }

    init(requestLimit: Int) { self.requestLimit = requestLimit }

    /// Adds a job and returns its next step.
    mutating func add(
        requestCount: Int = 1,
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> any Sendable
    ) -> (job: CommitJob, turn: Turn) {
        lastNumber += 1
        let job = CommitJob(number: lastNumber, requestCount: requestCount, body: body)
        waiting.append(job)
        guard !isCommitting else { return (job, .wait) }
        isCommitting = true
        return (job, .lead)
    }

    /// Removes and returns the jobs of the next commit, oldest first.
    mutating func removeBatch() -> [CommitJob] {
        var requestCount = 0
        let batch = waiting.prefix { job in
            let isFirst = requestCount == 0
            requestCount += job.requestCount
            return isFirst || requestCount <= requestLimit
        }
        waiting.removeFirst(batch.count)
        return Array(batch)
    }

    /// Ends a commit and returns the number of the job that leads next, or nil if none waits.
    mutating func finish() -> UInt64? {
        guard let next = waiting.first else {
            isCommitting = false
            return nil
        }
        return next.number
    }
}
