/// Global actor for everything that uses the terminal.
///
/// It is not `MainActor`, because its thread sleeps in `poll` and would block other users of the
/// main actor. Code on it can await services on other actors as usual. The thread stays responsive
/// meanwhile and handles the answer between two keys.
@globalActor
package actor TerminalActor {
    /// The single terminal actor of the process.
    package static let shared = TerminalActor()

    nonisolated let executor = UIExecutor()

    /// Executor that runs on the terminal's thread.
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    private init() {}

    /// Makes the calling thread the terminal's thread, and runs a body on it.
    ///
    /// Call it once, from the program's synchronous `main`, with a body that runs an ``EventLoop``.
    /// Jobs for this actor run only while that loop runs.
    package static func run<Result: Sendable>(
        _ body: @TerminalActor () throws -> Result
    ) rethrows -> Result {
        shared.executor.adoptCurrentThread()
        defer { shared.executor.releaseCurrentThread() }
        return try withoutActuallyEscaping(body) { isolated in
            // SAFETY: the executor has just adopted this thread, so this is where the actor's code
            // runs; the two function types differ in isolation only. MainActor.assumeIsolated does
            // the same.
            let plain = unsafeBitCast(isolated, to: (() throws -> Result).self)
            return try plain()
        }
    }
}
