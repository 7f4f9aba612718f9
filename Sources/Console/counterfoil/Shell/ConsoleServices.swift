import ClientService
import ConsoleUI
import Dispatch
import Synchronization

/// Services of a console that run beside the terminal.
final class ConsoleServices: Sendable {
    /// Maximum wait for the end of a session; signing out waits a second for the bank.
    private static let patience = DispatchTimeInterval.seconds(2)

    /// Additional work of one kind of console, which reports to the inbox.
    typealias Work = @Sendable (ConsoleInbox) async throws(CommandFailure) -> Void

    private struct State {
        var task: Task<Void, Never>?
        var failure: CommandFailure?
    }

    private let runner: EffectRunner
    private let client: Client
    private let inbox: ConsoleInbox
    private let work: Work
    private let state = Mutex(State())
    private let ended = DispatchSemaphore(value: 0)

    init(runner: EffectRunner, client: Client, inbox: ConsoleInbox, beside work: @escaping Work) {
        self.runner = runner
        self.client = client
        self.inbox = inbox
        self.work = work
    }

    /// Failure of the additional work; nil if it succeeded or is still running.
    var failure: CommandFailure? { state.withLock { $0.failure } }

    /// Starts the services, which end after `runner.finish()` once all requests are done.
    func start() {
        let task = Task {
            await withTaskGroup { group in
                group.addTask { await self.client.run() }
                group.addTask { await self.doWork() }
                await self.runner.run()
                group.cancelAll()
            }
            self.ended.signal()
        }
        state.withLock { $0.task = task }
    }

    /// Blocks until the services have ended, up to a time limit.
    func waitForEnd() {
        if ended.wait(timeout: .now() + Self.patience) == .timedOut {
            state.withLock { $0.task?.cancel() }
        }
    }

    /// Runs the additional work; if it fails, the console ends and reports the failure.
    private func doWork() async {
        do {
            try await work(inbox)
        } catch {
            // If the user left before it completed, its failure does not matter.
            guard !Task.isCancelled else { return }
            state.withLock { $0.failure = error }
            inbox.end()
        }
    }
}
