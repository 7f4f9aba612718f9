/// Job to run in a database transaction that other jobs share.
struct CommitJob: Sendable {
    /// Part of a job; if it throws, only its own writes are rolled back.
    typealias Body = @Sendable (any LedgerTransaction) throws -> any Sendable

    /// Identifies the job within one queue.
    let number: UInt64
    /// The parts of the job, in the order in which they run.
    let bodies: [Body]
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

    /// Maximum number of bodies in one commit; a job with more of them has a commit of its own.
    let bodyLimit: Int
    private var waiting: [CommitJob] = []
    private var isCommitting = false
    private var lastNumber: UInt64 = 0

    /// Number of jobs that wait.
    var waitingCount: Int { waiting.count }

    init(bodyLimit: Int) { self.bodyLimit = bodyLimit }

    /// Adds a job and returns its next step.
    mutating func add(_ bodies: [CommitJob.Body]) -> (job: CommitJob, turn: Turn) {
        lastNumber += 1
        let job = CommitJob(number: lastNumber, bodies: bodies)
        waiting.append(job)
        guard !isCommitting else { return (job, .wait) }
        isCommitting = true
        return (job, .lead)
    }

    /// Removes and returns the jobs of the next commit, oldest first.
    mutating func removeBatch() -> [CommitJob] {
        var bodyCount = 0
        let batch = waiting.prefix { job in
            let isFirst = bodyCount == 0
            bodyCount += job.bodies.count
            return isFirst || bodyCount <= bodyLimit
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
