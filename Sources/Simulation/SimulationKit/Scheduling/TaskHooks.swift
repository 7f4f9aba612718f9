import CTaskHooks
import CoreVocabulary
import Glibc

/// Hooks that catch the jobs which Swift's runtime would run on its own threads.
///
/// A task that begins with an executor preference stays on that executor, and so do its calls. A
/// bare `Task { }` in the code under test does not, and neither does a timer of the runtime. The
/// hooks route such tasks to the scheduler of the thread that made them. They stop the program at
/// such timers, because a simulation must not wait on a real clock. Threads without a scheduler are
/// unaffected.
enum TaskHooks {
    /// The runtime's own function to place a job, which a hook receives.
    private typealias Place = @convention(thin) (UnownedJob) -> Void
    private typealias PlaceHook = @convention(thin) (UnownedJob, Place) -> Void
    private typealias Delay = @convention(thin) (UInt64, UnownedJob) -> Void
    private typealias DelayHook = @convention(thin) (UInt64, UnownedJob, Delay) -> Void
    private typealias Deadline =
        @convention(thin) (Int64, Int64, Int64, Int64, Int32, UnownedJob) -> Void
    private typealias DeadlineHook =
        @convention(thin) (Int64, Int64, Int64, Int64, Int32, UnownedJob, Deadline) -> Void

    /// Routes the calling thread's jobs to a scheduler while a body runs.
    static func withScheduler<Result>(
        _ scheduler: Scheduler,
        _ body: () throws -> Result
    ) rethrows -> Result {
        _ = installed
        let before = pthread_getspecific(key)
        let pointer = Unmanaged.passUnretained(scheduler).toOpaque()
        pthread_setspecific(key, pointer)
        defer { pthread_setspecific(key, before) }
        return try withExtendedLifetime(scheduler, body)
    }

    /// The scheduler of the calling thread; nil if it has none.
    static var current: Scheduler? {
        pthread_getspecific(key).map {
            // Set above, only while the scheduler is alive.
            Unmanaged<Scheduler>.fromOpaque($0).takeUnretainedValue()
        }
    }

    /// Runs a job as a thread of the runtime's own pool would.
    ///
    /// A job without a preferred executor does not stay on an executor that runs it by force. It
    /// asks to be placed again.
    static func runOnPool(_ job: UnownedJob) { job.runSynchronously(on: pool) }

    // SAFETY: The runtime's generic executor is two zero words (Executor.h, "generic").
    private static let pool = unsafeBitCast((0, 0), to: UnownedSerialExecutor.self)

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        let result = pthread_key_create(&key, nil)
        invariant(result == 0, "a process has room for one more thread-specific value")
        return key
    }()

    // SAFETY: The variables hold functions of exactly these types (Concurrency.h of the runtime);
    // they are written once, before any job of a simulation exists, under the lock of a static.
    private static let installed: Void = {
        let place: PlaceHook = { job, original in
            if let scheduler = TaskHooks.current {
                scheduler.place(job)
            } else {
                original(job)
            }
        }
        let delay: DelayHook = { nanoseconds, job, original in
            invariant(TaskHooks.current == nil, "nothing in a simulation waits on a real clock")
            original(nanoseconds, job)
        }
        let deadline: DeadlineHook = { seconds, nanoseconds, leeway, rest, clock, job, original in
            invariant(TaskHooks.current == nil, "nothing in a simulation waits on a real clock")
            original(seconds, nanoseconds, leeway, rest, clock, job)
        }
        let mainActor: PlaceHook = { job, original in
            invariant(TaskHooks.current == nil, "nothing in a simulation runs on the main actor")
            original(job)
        }
        counterfoil_set_task_hooks(
            pointer(to: place),
            pointer(to: delay),
            pointer(to: deadline),
            pointer(to: mainActor)
        )
    }()

    // SAFETY: A thin function is one pointer, as the C declarations of the variables say.
    private static func pointer<Hook>(to hook: Hook) -> UnsafeMutableRawPointer {
        invariant(MemoryLayout<Hook>.size == MemoryLayout<Int>.size, "a hook is one pointer")
        return unsafeBitCast(hook, to: UnsafeMutableRawPointer.self)
    }
}
