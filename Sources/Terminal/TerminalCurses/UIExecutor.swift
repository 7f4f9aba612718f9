import CNcurses
import Glibc
import Synchronization

/// Executor that runs the jobs of ``TerminalActor`` on the single thread that owns the terminal.
///
/// ncurses is not thread-safe, and its thread must not block on services. The thread waits in
/// `poll` for the keyboard and for this executor at once. A job from another thread is queued, and
/// a counter that `poll` watches is raised.
package final class UIExecutor: SerialExecutor {
    /// Descriptor that is readable while jobs or signals are pending; the event loop polls it.
    let wakeDescriptor: CInt

    private let jobs = Mutex<[UnownedJob]>([])
    /// Thread that runs the jobs; 0 if there is none.
    private let threadID = Atomic<UInt>(0)

    init() {
        wakeDescriptor = cf_make_wake_descriptor()
        precondition(wakeDescriptor >= 0, "The process has no descriptor left to wake itself by.")
    }

    /// Queues a job; safe to call from any thread.
    package func enqueue(_ job: consuming ExecutorJob) {
        let unownedJob = UnownedJob(job)
        let isFirst = jobs.withLock { waiting in
            waiting.append(unownedJob)
            return waiting.count == 1
        }
        // While jobs are pending the counter is already raised, because it is cleared before they
        // are taken.
        if isFirst { wake() }
    }

    /// Stops the program if the calling thread does not own the terminal.
    package func checkIsolated() {
        precondition(isOnUIThread, "Code of the terminal ran on a thread that does not own it.")
    }

    /// Returns true if the calling thread owns the terminal.
    package func isIsolatingCurrentContext() -> Bool? { isOnUIThread }

    /// Makes the calling thread the one that runs the jobs.
    func adoptCurrentThread() {
        let (exchanged, _) = threadID.compareExchange(
            expected: 0,
            desired: UInt(pthread_self()),
            ordering: .sequentiallyConsistent
        )
        precondition(exchanged, "Two threads want to own the terminal.")
    }

    /// Releases the thread; jobs wait until another thread adopts the executor.
    func releaseCurrentThread() {
        threadID.store(0, ordering: .sequentiallyConsistent)
    }

    /// Makes the next `poll` return at once.
    func wake() {
        var one: UInt64 = 1
        // Fails only if the counter is at its maximum, and then it is raised anyway.
        _ = write(wakeDescriptor, &one, MemoryLayout<UInt64>.size)
    }

    /// Clears the wake counter; call it before taking jobs and signals, never after.
    func clearWake() {
        var count: UInt64 = 0
        _ = read(wakeDescriptor, &count, MemoryLayout<UInt64>.size)
    }

    /// Runs the pending jobs; jobs that they queue run the next time.
    func runPendingJobs() {
        let batch = jobs.withLock { waiting in
            let batch = waiting
            waiting.removeAll(keepingCapacity: true)
            return batch
        }
        for job in batch { job.runSynchronously(on: asUnownedSerialExecutor()) }
    }

    private var isOnUIThread: Bool {
        threadID.load(ordering: .relaxed) == UInt(pthread_self())
    }
}
