import Glibc

/// A thread that nobody waits for.
enum DetachedThread {
    private final class Work {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    /// Runs a body on a new thread, with every signal left to the other threads.
    ///
    /// So a connection that breaks while it is written to is an error there and not the end of
    /// the process: SIGPIPE is sent to the thread that wrote.
    ///
    /// - Returns: Whether the system has given a thread.
    static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        let work = Unmanaged.passRetained(Work(body))
        var every = sigset_t()
        var previous = sigset_t()
        sigfillset(&every)
        // A new thread begins with the signals of the one that makes it.
        pthread_sigmask(SIG_BLOCK, &every, &previous)
        defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
        var thread = pthread_t()
        let result = pthread_create(
            &thread,
            nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
                return nil
            },
            work.toOpaque()
        )
        guard result == 0 else {
            work.release()
            return false
        }
        pthread_detach(thread)
        return true
    }
}
