import ClientService
import ConsoleUI
import Dispatch
import Synchronization

/// Everything of a demo that is not the terminal, at work beside it.
final class DemoServices: Sendable {
    /// How long the end of a session may take: signing out waits a second for the bank.
    private static let patience = DispatchTimeInterval.seconds(2)

    private struct State {
        var task: Task<Void, Never>?
        var failure: CommandFailure?
    }

    private let runner: EffectRunner
    private let client: Client
    private let branch: DemoBranch
    private let inbox: ConsoleInbox
    private let state = Mutex(State())
    private let ended = DispatchSemaphore(value: 0)

    init(runner: EffectRunner, client: Client, branch: DemoBranch, inbox: ConsoleInbox) {
        self.runner = runner
        self.client = client
        self.branch = branch
        self.inbox = inbox
    }

    /// Why the bank could not be opened; nil when it was, or is not yet.
    var failure: CommandFailure? { state.withLock { $0.failure } }

    /// Starts the services; they end after `runner.finish()`, once what was asked for is done.
    func start() {
        let task = Task {
            await withTaskGroup { group in
                group.addTask { await self.client.run() }
                group.addTask { await self.openBank() }
                await self.runner.run()
                group.cancelAll()
            }
            self.ended.signal()
        }
        state.withLock { $0.task = task }
    }

    /// Blocks until the services have ended, but not for longer than anybody would wait.
    func waitForEnd() {
        if ended.wait(timeout: .now() + Self.patience) == .timedOut {
            state.withLock { $0.task?.cancel() }
        }
    }

    /// A demo without its bank shows nothing: it ends, and says why.
    private func openBank() async {
        do {
            try await branch.open()
        } catch {
            let failure =
                error as? CommandFailure
                ?? CommandFailure("The demo's bank cannot be opened. \(error)", .software)
            state.withLock { $0.failure = failure }
            inbox.end()
        }
    }
}
