import Glibc

/// Runs a long computation on a dedicated thread.
///
/// A password hash takes a fifth of a second. Two of them at once on the few threads of the
/// cooperative pool would stop everything else, including the screen of a demo.
public enum DedicatedThread {
    /// Runs a computation on a new thread and returns its result.
    public static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value
    {
        await withCheckedContinuation { continuation in
            start(Work { continuation.resume(returning: work()) })
        }
    }

    /// Starts a computation on a new thread without waiting for it.
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
        // The new thread takes over the retained reference. If no thread starts, it is consumed
        // here.
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
