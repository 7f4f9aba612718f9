import Glibc

/// A detached thread, which nobody joins.
enum DetachedThread {
    private final class Work {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    /// Runs a body on a new thread with all signals blocked.
    ///
    /// SIGPIPE is sent to the thread that writes. So a connection that breaks during a write is an
    /// error there and does not end the process.
    ///
    /// - Returns: True if the system created the thread.
    static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        let work = Unmanaged.passRetained(Work(body))
        var every = sigset_t()
        var previous = sigset_t()
        sigfillset(&every)
        // A new thread inherits the signal mask of its creator.
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
