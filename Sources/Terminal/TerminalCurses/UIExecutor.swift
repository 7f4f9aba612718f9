import CNcurses
import Glibc
import Synchronization

/// Runs the jobs of ``TerminalActor`` on the one thread that owns the terminal.
///
/// ncurses is not thread-safe and must not wait for services. So its thread waits in `poll` for the
/// keyboard and for this executor at once: a job that arrives from another thread is queued, and a
/// counter that `poll` watches goes up.
public final class UIExecutor: SerialExecutor {
    /// Readable when jobs or signals wait; the event loop polls it.
    let wakeDescriptor: CInt

    private let jobs = Mutex<[UnownedJob]>([])
    /// The thread that runs the jobs; 0 while none does.
    private let threadID = Atomic<UInt>(0)

    init() {
        wakeDescriptor = cf_make_wake_descriptor()
        precondition(wakeDescriptor >= 0, "The process has no descriptor left to wake itself by.")
    }

    /// Queues a job; any thread may call it.
    public func enqueue(_ job: consuming ExecutorJob) {
        let unownedJob = UnownedJob(job)
        let isFirst = jobs.withLock { waiting in
            waiting.append(unownedJob)
            return waiting.count == 1
        }
        // While jobs wait the counter is up already: they are taken after it was read.
        if isFirst { wake() }
    }

    /// Stops the program when the calling thread is not the one that owns the terminal.
    public func checkIsolated() {
        precondition(isOnUIThread, "Code of the terminal ran on a thread that does not own it.")
    }

    /// Whether the calling thread is the one that owns the terminal.
    public func isIsolatingCurrentContext() -> Bool? { isOnUIThread }

    /// Makes the calling thread the one that runs the jobs.
    func adoptCurrentThread() {
        let (exchanged, _) = threadID.compareExchange(
            expected: 0,
            desired: UInt(pthread_self()),
            ordering: .sequentiallyConsistent
        )
        precondition(exchanged, "Two threads want to own the terminal.")
    }

    /// Leaves the executor without a thread; jobs wait until another adopts it.
    func releaseCurrentThread() {
        threadID.store(0, ordering: .sequentiallyConsistent)
    }

    /// Makes the next `poll` return at once.
    func wake() {
        var one: UInt64 = 1
        // Fails only when the counter is at its limit, and then it is up, which is all that counts.
        _ = write(wakeDescriptor, &one, MemoryLayout<UInt64>.size)
    }

    /// Brings the counter down.
    ///
    /// Call it before taking jobs and signals, never after.
    func clearWake() {
        var count: UInt64 = 0
        _ = read(wakeDescriptor, &count, MemoryLayout<UInt64>.size)
    }

    /// Runs the jobs that wait now; those that they queue run the next time.
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
