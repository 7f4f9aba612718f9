import CoreVocabulary

/// The ready and held jobs and the timers, guarded by the lock of their ``Scheduler``.
struct SchedulerState {
    /// A job and the process it belongs to.
    struct ReadyJob {
        let job: UnownedJob
        let process: Int
        /// True if the job prefers no executor and was meant for the runtime's own threads.
        var isForPool = false
    }

    /// A body to be called just before a job of a process.
    struct Fuse {
        var jobsLeft: Int
        let body: @Sendable () -> Void
    }

    var dice: Dice
    var ready: [ReadyJob] = []
    /// Jobs of the held processes, by process.
    var held: [Int: [ReadyJob]] = [:]
    var timers = TimerQueue()
    /// Virtual time since the simulation began, in nanoseconds.
    var now: Int64 = 0
    /// The process whose job is running.
    var running = 0
    var executors: [ProcessExecutor] = []
    var fuses: [Int: Fuse] = [:]
    var stepCount: UInt64 = 0
    var fingerprint: UInt64 = 0xCBF2_9CE4_8422_2325

    init(dice: Dice) {
        self.dice = dice
    }

    mutating func add(_ job: ReadyJob) {
        if !held.isEmpty, held[job.process] != nil {
            held[job.process]?.append(job)
        } else {
            ready.append(job)
        }
    }

    mutating func drawJob() -> (ReadyJob, ProcessExecutor, (@Sendable () -> Void)?)? {
        guard !ready.isEmpty else { return nil }
        let index = dice.below(ready.count)
        let last = ready.count - 1
        ready.swapAt(index, last)
        let job = ready.removeLast()
        stepCount += 1
        running = job.process
        fold(UInt64(index) << 32 | UInt64(job.process))
        return (job, executors[job.process], burnFuse(of: job.process))
    }

    private mutating func burnFuse(of process: Int) -> (@Sendable () -> Void)? {
        guard !fuses.isEmpty, var fuse = fuses[process] else { return nil }
        fuse.jobsLeft -= 1
        fuses[process] = fuse.jobsLeft > 0 ? fuse : nil
        return fuse.jobsLeft > 0 ? nil : fuse.body
    }

    mutating func nextTimer() -> (@Sendable () -> Void)? {
        guard let (dueAt, body) = timers.removeFirst() else { return nil }
        invariant(dueAt >= now, "time never goes back")
        now = dueAt
        running = 0
        fold(UInt64(bitPattern: dueAt))
        return body
    }

    /// Folds a word into the fingerprint by FNV-1a.
    private mutating func fold(_ value: UInt64) {
        fingerprint = (fingerprint ^ value) &* 0x100_0000_01B3
    }
}
