import ClientService
import ConsoleUI
import Dispatch
import Synchronization

/// Everything of a console that is not the terminal, at work beside it.
final class ConsoleServices: Sendable {
    /// How long the end of a session may take: signing out waits a second for the bank.
    private static let patience = DispatchTimeInterval.seconds(2)

    /// Work that belongs to one kind of console; what it has to tell goes into the inbox.
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

    /// Why the work could not be done; nil when it was, or is not yet.
    var failure: CommandFailure? { state.withLock { $0.failure } }

    /// Starts the services; they end after `runner.finish()`, once what was asked for is done.
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

    /// Blocks until the services have ended, but not for longer than anybody would wait.
    func waitForEnd() {
        if ended.wait(timeout: .now() + Self.patience) == .timedOut {
            state.withLock { $0.task?.cancel() }
        }
    }

    /// A console without what it needs shows nothing: it ends, and says why.
    private func doWork() async {
        do {
            try await work(inbox)
        } catch {
            // Whoever left before it was done has no use for it.
            guard !Task.isCancelled else { return }
            state.withLock { $0.failure = error }
            inbox.end()
        }
    }
}
