import ClientCache
import ClientService
import ConsoleUI
import CoreVocabulary
import Cryptography
import Glibc
import SystemThreads
import TerminalCurses
import TerminalKit
import ConsoleFiles

/// Complete console over a link to a bank: client service, files, screen or plain lines.
///
/// It does not know whether the bank is across a network or in this process.
struct ConsoleSession: Sendable {
    /// Appearance of the console.
    struct Appearance: Sendable {
        var environment: TerminalEnvironment
        var theme: Theme
        /// True if plain lines are preferred even if a screen is possible.
        var prefersLines: Bool
    }

    private let client: Client
    private let runner: EffectRunner
    private let inbox = ConsoleInbox()

    /// Creates a console without a signed-in user; the parent of its folder exists.
    ///
    /// The demo's line and people are nil outside a demo; the zone is for a bank that sends none.
    init(
        link: any BankLink,
        demoLine: (any DemoLine)? = nil,
        demoPeople: (any DemoPeople)? = nil,
        folder: String,
        zone: ZoneOffset
    ) throws {
        let storage = try CommandFailure.translating(.cannotCreate) {
            try SealedFileStorage(folder: folder)
        }
        var settings = ClientSettings()
        settings.release = Counterfoil.version
        client = Client(
            link: link,
            storage: storage,
            clock: SystemClock(),
            random: SecureRandom(),
            zone: zone,
            settings: settings
        )
        let inbox = inbox
        runner = EffectRunner(client: client, line: demoLine, people: demoPeople) { inbox.put($0) }
    }

    /// Runs the console on a screen, or in plain lines if these are preferred or the only option.
    ///
    /// The configuration is made with the name of the terminal whose entry replaces an unknown one.
    /// If the work beside the console fails, the console ends and the failure is thrown.
    func run(
        _ appearance: Appearance,
        configuration: @Sendable (_ standIn: TerminalName?) -> ConsoleConfiguration,
        beside work: @escaping ConsoleServices.Work = { _ in }
    ) throws -> LoopEnd {
        let services = ConsoleServices(runner: runner, client: client, inbox: inbox, beside: work)
        let end = TerminalActor.run {
            if appearance.prefersLines { return runInLines(configuration(nil), services) }
            switch Screen.open(environment: appearance.environment, theme: appearance.theme) {
            case .linear: return runInLines(configuration(nil), services)
            case .screen(let screen, let standIn):
                defer { screen.close() }
                return runOnScreen(screen, configuration(standIn), services)
            }
        }
        if let failure = services.failure { throw failure }
        return end
    }

    @TerminalActor
    private func runOnScreen(
        _ screen: Screen,
        _ configuration: ConsoleConfiguration,
        _ services: ConsoleServices
    ) -> LoopEnd {
        let console = Console(configuration: configuration, size: screen.size, at: .now)
        let shell = FullScreenShell(console: console, runner: runner, inbox: inbox, screen: screen)
        services.start()
        defer { services.waitForEnd() }
        return shell.run(allowsSuspension: !screen.environment.isRemote)
    }

    @TerminalActor
    private func runInLines(
        _ configuration: ConsoleConfiguration,
        _ services: ConsoleServices
    ) -> LoopEnd {
        services.start()
        defer { services.waitForEnd() }
        let shell = LinearShellRunner(configuration: configuration, runner: runner, inbox: inbox)
        return shell.run()
    }
}

extension ConsoleSession.Appearance {
    /// Loads a theme and reads the environment, then removes its variables from the process.
    static func prepared(
        theme: String,
        for purpose: Theme.Purpose,
        prefersLines: Bool
    ) throws -> Self {
        let loaded = try ThemeLibrary.standard.load(theme, for: purpose)
        let environment = TerminalEnvironment.current()
        environment.scrubProcess()
        return Self(environment: environment, theme: loaded, prefersLines: prefersLines)
    }
}

extension LoopEnd {
    /// Exit status of the process.
    ///
    /// After a signal it is 128 plus the signal's number, as a shell reports for a process ended by
    /// it.
    var processStatus: CInt {
        switch self {
        case .finished: EXIT_SUCCESS
        case .interrupted: Signal.interrupt.exitStatus
        case .terminated: Signal.terminate.exitStatus
        case .hungUp: Signal.hangUp.exitStatus
        }
    }
}

extension ConsoleTime {
    /// The current time of this machine.
    static var now: ConsoleTime {
        let clock = SystemClock()
        return ConsoleTime(wall: clock.now(), steady: clock.boottime())
    }
}
