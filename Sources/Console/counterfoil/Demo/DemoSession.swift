import BankFixture
import ClientCache
import ClientService
import ConsoleUI
import CoreVocabulary
import Cryptography
import MoneyCore
import TerminalCurses
import TerminalKit

/// The parts of a demo, put together: bank, line, local service, console.
struct DemoSession: Sendable {
    let branch: DemoBranch
    private let front: FixtureFront
    private let client: Client
    private let runner: EffectRunner
    private let inbox: ConsoleInbox

    init(front: FixtureFront, branch: DemoBranch, folder: StateFolder) throws {
        self.front = front
        let link = DemoLink { request in await branch.handle(request) }
        let storage: SealedFileStorage
        do {
            storage = try SealedFileStorage(folder: folder.consolePath)
        } catch {
            throw CommandFailure("\(error)", .cannotCreate)
        }
        let inbox = ConsoleInbox()
        client = Client(
            link: link,
            storage: storage,
            clock: SystemClock(),
            random: SecureRandom(),
            zone: front.zone
        )
        runner = EffectRunner(client: client, line: link) { inbox.put($0) }
        self.branch = branch
        self.inbox = inbox
    }

    /// Runs the console on a screen, or in lines where there is none or they are preferred.
    ///
    /// - Throws: Why the bank could not be opened, once the screen is closed.
    func run(
        environment: TerminalEnvironment,
        theme: Theme,
        prefersLines: Bool
    ) throws -> LoopEnd {
        let services = DemoServices(runner: runner, client: client, branch: branch, inbox: inbox)
        let end = TerminalActor.run {
            if prefersLines { return runInLines(services) }
            switch Screen.open(environment: environment, theme: theme) {
            case .linear: return runInLines(services)
            case .screen(let screen, let standIn):
                defer { screen.close() }
                return runOnScreen(screen, standIn: standIn, services)
            }
        }
        if let failure = services.failure { throw failure }
        return end
    }

    @TerminalActor
    private func runOnScreen(
        _ screen: Screen,
        standIn: TerminalName?,
        _ services: DemoServices
    ) -> LoopEnd {
        let console = Console(
            configuration: configuration(standIn: standIn),
            size: screen.size,
            at: .now
        )
        let shell = FullScreenShell(
            console: console,
            runner: runner,
            inbox: inbox,
            screen: screen
        )
        services.start()
        defer { services.waitForEnd() }
        return shell.run(allowsSuspension: !screen.environment.isRemote)
    }

    @TerminalActor
    private func runInLines(_ services: DemoServices) -> LoopEnd {
        services.start()
        defer { services.waitForEnd() }
        let shell = LinearShellRunner(
            configuration: configuration(standIn: nil),
            runner: runner,
            inbox: inbox
        )
        return shell.run()
    }

    private func configuration(standIn: TerminalName?) -> ConsoleConfiguration {
        var paragraphs = [
            "This is a demonstration. Nothing here is real, and nobody's money moves.",
            "Users: \(front.people.map(\.user).joined(separator: ", ")). "
                + "`counterfoil demo --users` prints passwords and authenticator secrets; "
                + "`oathtool --totp -b SECRET` prints a code.",
        ]
        if let standIn { paragraphs.append("This terminal is driven as \(standIn).") }
        return ConsoleConfiguration(
            environment: .demo,
            bankName: front.bankName,
            zone: front.zone,
            convention: .india,
            demoNotice: DemoNotice(paragraphs: paragraphs),
            hasLineCommands: true,
            canSuspend: true
        )
    }
}

extension ConsoleTime {
    /// The time of this machine.
    static var now: ConsoleTime {
        let clock = SystemClock()
        return ConsoleTime(wall: clock.now(), steady: clock.boottime())
    }
}
