import SystemThreads

/// Runs a long computation on a dedicated thread.
///
/// A password hash takes a fifth of a second. Two of them at once on the few threads of the
/// cooperative pool would stop everything else, including the screen of a demo.
public enum DedicatedThread {
    /// Runs a computation on a new thread and returns its result.
    public static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value
    {
        await DetachedThread.run(work)
    }

    /// Starts a computation on a new thread without waiting for it.
    public static func begin(_ work: @escaping @Sendable () -> Void) {
        if !DetachedThread.start(work) { work() }
    }
}
