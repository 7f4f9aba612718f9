import Dispatch
import Synchronization

/// Lets a synchronous command wait for asynchronous work.
///
/// The commands are synchronous because the terminal must be set up while the process has one
/// thread. Commands without a screen wait here.
enum Waiting {
    /// Runs a body in a task of its own and blocks the calling thread until it completes.
    static func run<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) throws -> Value {
        let box = Box<Value>()
        Task {
            do {
                box.finish(.success(try await body()))
            } catch {
                box.finish(.failure(error))
            }
        }
        return try box.value()
    }

    private final class Box<Value: Sendable>: Sendable {
        private let result = Mutex<Result<Value, any Error>?>(nil)
        private let done = DispatchSemaphore(value: 0)

        func finish(_ value: Result<Value, any Error>) {
            result.withLock { $0 = value }
            done.signal()
        }

        func value() throws -> Value {
            done.wait()
            guard let outcome = result.withLock({ $0 }) else {
                throw CommandFailure("The work ended without a result.", .software)
            }
            return try outcome.get()
        }
    }
}
