import ClientService
import ConsoleUI
import Dispatch

/// Everything of a demo that is not the terminal, at work beside it.
struct DemoServices: Sendable {
    /// How long the end of a session may take: signing out waits a second for the bank.
    private static let patience = DispatchTimeInterval.seconds(2)

    private let task: Task<Void, Never>
    private let ended = DispatchSemaphore(value: 0)

    /// Starts the services; they end after `runner.finish()`, once what was asked for is done.
    init(runner: EffectRunner, client: Client, branch: DemoBranch) {
        task = Task { [ended] in
            await withTaskGroup { group in
                group.addTask { await client.run() }
                group.addTask {
                    do {
                        try await branch.open()
                    } catch {
                        // The console says that the bank failed; why is for whoever runs it.
                        StandardErrorLog().note("bank-not-opened", String(describing: error))
                    }
                }
                await runner.run()
                group.cancelAll()
            }
            ended.signal()
        }
    }

    /// Blocks until the services have ended, but not for longer than anybody would wait.
    func waitForEnd() {
        if ended.wait(timeout: .now() + Self.patience) == .timedOut { task.cancel() }
    }
}
