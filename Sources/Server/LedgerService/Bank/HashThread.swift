import Glibc

/// A thread for one long computation.
///
/// A hash of a password takes a fifth of a second. On the few threads that all actors share, two of
/// them at once would stop everything else, the screen of a demo included.
public enum HashThread {
    /// Runs a computation on a thread of its own.
    public static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value
    {
        await withCheckedContinuation { continuation in
            start(Work { continuation.resume(returning: work()) })
        }
    }

    /// Begins something on a thread of its own, and waits for nothing.
    public static func begin(_ work: @escaping @Sendable () -> Void) {
        start(Work(work))
    }

    private final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    private static func start(_ work: Work) {
        // The reference is handed to the thread, which gives it back; here if there is no thread.
        let reference = Unmanaged.passRetained(work)
        var thread = pthread_t()
        let result = pthread_create(
            &thread,
            nil,
            { argument in
                if let argument {
                    Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
                }
                return nil
            },
            reference.toOpaque()
        )
        if result == 0 {
            pthread_detach(thread)
        } else {
            reference.takeRetainedValue().body()
        }
    }
}
