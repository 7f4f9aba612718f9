import Synchronization

/// A scheduler that runs all jobs of a simulation on one thread, in an order decided by the seed.
///
/// The next job is drawn among the ready ones whose process is not held. Time advances to the next
/// timer only when no job is ready.
final class Scheduler: Sendable {
    private let state: Mutex<SchedulerState>

    init(dice: Dice) {
        state = Mutex(SchedulerState(dice: dice))
    }

    /// Virtual time since the simulation began, in nanoseconds.
    var now: Int64 { state.withLock { $0.now } }

    /// Number of jobs run so far.
    var stepCount: UInt64 { state.withLock { $0.stepCount } }

    /// A hash of every choice made so far; runs with equal fingerprints made the same choices.
    var fingerprint: UInt64 { state.withLock { $0.fingerprint } }

    /// Creates the executor of one more process.
    func makeExecutor() -> ProcessExecutor {
        state.withLock { state in
            let executor = ProcessExecutor(number: state.executors.count, scheduler: self)
            state.executors.append(executor)
            return executor
        }
    }

    /// Makes a job without an executor ready, as one of the running process.
    func place(_ job: UnownedJob) {
        state.withLock {
            $0.add(SchedulerState.ReadyJob(job: job, process: $0.running, isForPool: true))
        }
    }

    /// Makes a job of a process ready.
    func place(_ job: UnownedJob, of process: Int) {
        state.withLock { $0.add(SchedulerState.ReadyJob(job: job, process: process)) }
    }

    /// Holds all jobs of a process until ``release(_:)``.
    func hold(_ process: Int) {
        state.withLock { state in
            guard state.held[process] == nil else { return }
            state.held[process] = state.ready.filter { $0.process == process }
            state.ready.removeAll { $0.process == process }
        }
    }

    /// Releases a process that was held.
    func release(_ process: Int) {
        state.withLock { state in
            guard let jobs = state.held.removeValue(forKey: process) else { return }
            state.ready += jobs
        }
    }

    /// Calls a body just before a job of a process, after a number of its other jobs.
    func lightFuse(of process: Int, jobs: Int, _ body: @escaping @Sendable () -> Void) {
        state.withLock { $0.fuses[process] = SchedulerState.Fuse(jobsLeft: jobs, body: body) }
    }

    /// Calls a body after some virtual time, unless it is removed from the timer before.
    @discardableResult
    func after(nanoseconds: Int64, _ body: @escaping @Sendable () -> Void) -> Timer {
        let timer = Timer(body)
        state.withLock { state in
            let (sum, overflow) = state.now.addingReportingOverflow(max(0, nanoseconds))
            state.timers.add(dueAt: overflow ? .max : sum, timer)
        }
        return timer
    }

    /// Runs jobs and timers until a condition holds, or returns false if nothing is left to do.
    func run(until isDone: () -> Bool) -> Bool {
        TaskHooks.withScheduler(self) {
            while !isDone() {
                guard step() else { return false }
            }
            return true
        }
    }

    /// Runs all ready jobs without advancing the time.
    func drain() {
        TaskHooks.withScheduler(self) {
            while runJob() {}
        }
    }

    /// Breaks the reference cycles between scheduler, executors and timers.
    func dissolve() {
        state.withLock { state in
            state.executors = []
            state.timers = TimerQueue()
        }
    }

    private func step() -> Bool {
        if runJob() { return true }
        guard let timer = state.withLock({ $0.nextTimer() }) else { return false }
        timer()
        return true
    }

    private func runJob() -> Bool {
        guard let (next, executor, fuse) = state.withLock({ $0.drawJob() }) else { return false }
        if let fuse { fuse() }
        if next.isForPool {
            TaskHooks.runOnPool(next.job)
        } else {
            next.job.runSynchronously(on: executor.asUnownedTaskExecutor())
        }
        return true
    }
}
