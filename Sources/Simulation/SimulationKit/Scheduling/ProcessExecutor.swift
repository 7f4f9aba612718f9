import CoreVocabulary

/// An executor that queues the jobs of one simulated process at the scheduler.
///
/// It serves as both kinds of executor: tasks begin with it as their preference, and an actor of
/// the simulator may name it as its own.
final class ProcessExecutor: TaskExecutor, SerialExecutor {
    /// The number of the process; 0 is the world outside all processes.
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
