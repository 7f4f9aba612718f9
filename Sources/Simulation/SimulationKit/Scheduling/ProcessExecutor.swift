import CoreVocabulary

/// Where the jobs of one simulated process wait for the scheduler.
///
/// Both kinds of executor in one: tasks begin with it as their preference, and an actor of the
/// simulator may name it as its own.
final class ProcessExecutor: TaskExecutor, SerialExecutor {
    /// Which process; 0 is the world outside all processes.
    let number: Int
    private let scheduler: Scheduler

    init(number: Int, scheduler: Scheduler) {
        self.number = number
        self.scheduler = scheduler
    }

    func enqueue(_ job: consuming ExecutorJob) {
        invariant(TaskHooks.current === scheduler, "a simulation has one thread")
        scheduler.place(UnownedJob(job), of: number)
    }
}
