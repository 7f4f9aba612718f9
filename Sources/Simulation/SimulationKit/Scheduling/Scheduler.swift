import CoreVocabulary
import Synchronization

/// Runs every job of a simulation on one thread, in an order that the seed decides.
///
/// Which job is next is drawn among all that are ready and whose process is not held; only when
/// none is ready does time go on, to the next timer.
final class Scheduler: Sendable {
    private let state: Mutex<SchedulerState>

    init(dice: Dice) {
        state = Mutex(SchedulerState(dice: dice))
    }

    /// Virtual nanoseconds since the simulation began.
    var now: Int64 { state.withLock { $0.now } }

    /// Jobs run so far.
    var stepCount: UInt64 { state.withLock { $0.stepCount } }

    /// A number over every choice made so far: the same for two runs only if they were the same.
    var fingerprint: UInt64 { state.withLock { $0.fingerprint } }

    /// Makes the executor of one more process.
    func makeExecutor() -> ProcessExecutor {
        state.withLock { state in
            let executor = ProcessExecutor(number: state.executors.count, scheduler: self)
            state.executors.append(executor)
            return executor
        }
    }

    /// Makes a job ready that belongs to no executor: it goes to the process that is running.
    func place(_ job: UnownedJob) {
        state.withLock {
            $0.add(SchedulerState.ReadyJob(job: job, process: $0.running, isForPool: true))
        }
    }

    /// Makes a job of a process ready.
    func place(_ job: UnownedJob, of process: Int) {
        state.withLock { $0.add(SchedulerState.ReadyJob(job: job, process: process)) }
    }

    /// Runs no job of a process until ``release(_:)``.
    func hold(_ process: Int) {
        state.withLock { state in
            guard state.held[process] == nil else { return }
            state.held[process] = state.ready.filter { $0.process == process }
            state.ready.removeAll { $0.process == process }
        }
    }

    /// Goes on with a process that was held.
    func release(_ process: Int) {
        state.withLock { state in
            guard let jobs = state.held.removeValue(forKey: process) else { return }
            state.ready += jobs
        }
    }

    /// Has something happen just before a job of a process, after some others of it.
    func lightFuse(of process: Int, jobs: Int, _ body: @escaping @Sendable () -> Void) {
        state.withLock { $0.fuses[process] = SchedulerState.Fuse(jobsLeft: jobs, body: body) }
    }

    /// Calls a body when time has gone on so far, unless it is taken out of the timer before.
    @discardableResult
    func after(nanoseconds: Int64, _ body: @escaping @Sendable () -> Void) -> Timer {
        let timer = Timer(body)
        state.withLock { state in
            let (sum, overflow) = state.now.addingReportingOverflow(max(0, nanoseconds))
            state.timers.add(dueAt: overflow ? .max : sum, timer)
        }
        return timer
    }

    /// Runs jobs and timers until a condition holds or nothing is left to do.
    ///
    /// - Returns: Whether the condition held.
    func run(until isDone: () -> Bool) -> Bool {
        TaskHooks.withScheduler(self) {
            while !isDone() {
                guard step() else { return false }
            }
            return true
        }
    }

    /// Runs what is ready without letting time go on.
    func drain() {
        TaskHooks.withScheduler(self) {
            while runJob() {}
        }
    }

    /// Lets the circle of references go.
    func dissolve() {
        state.withLock { state in
            state.executors = []
            state.timers = TimerQueue()
        }
    }

    private func step() -> Bool {
        if runJob() { return true }
        guard let timer = state.withLock({ $0.takeTimer() }) else { return false }
        timer()
        return true
    }

    private func runJob() -> Bool {
        guard let (next, executor, fuse) = state.withLock({ $0.takeJob() }) else { return false }
        if let fuse { fuse() }
        if next.isForPool {
            TaskHooks.runOnPool(next.job)
        } else {
            next.job.runSynchronously(on: executor.asUnownedTaskExecutor())
        }
        return true
    }
}
