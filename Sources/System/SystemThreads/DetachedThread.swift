import Glibc

/// Thread of the system, which nobody joins.
package enum DetachedThread {
    private final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    /// Runs a body on a new thread, which handles no signal but its own faults.
    ///
    /// SIGPIPE is sent to the thread that writes. So a connection that breaks during a write is an
    /// error there and does not end the process. Returns true if the system created the thread.
    package static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        let work = Unmanaged.passRetained(Work(body))
        var blocked = sigset_t()
        var previous = sigset_t()
        sigfillset(&blocked)
        // A fault has to reach the handler that restores the terminal.
        for fault in Signal.faults { sigdelset(&blocked, fault.rawValue) }
        // A new thread inherits the signal mask of its creator.
        pthread_sigmask(SIG_BLOCK, &blocked, &previous)
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

    /// Runs a computation on a new thread and returns its result.
    ///
    /// If the system creates no thread, the computation runs on the caller's.
    package static func run<Value: Sendable>(
        _ work: @escaping @Sendable () -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            let body: @Sendable () -> Void = { continuation.resume(returning: work()) }
            if !start(body) { body() }
        }
    }
}
