import ClientCache
import ClientService
import ConsoleUI
import CoreVocabulary
import Cryptography
import Glibc
import TerminalCurses
import TerminalKit
import ThemeFiles

/// A console over a line to a bank, put together: local service, files, screen or lines.
///
/// Where the bank is, at the other end of a network or in this process, it does not know.
struct ConsoleSession: Sendable {
    /// How the console is to be shown.
    struct Appearance: Sendable {
        var environment: TerminalEnvironment
        var theme: Theme
        /// Whether plain lines are wanted where a screen would do.
        var prefersLines: Bool
    }

    private let client: Client
    private let runner: EffectRunner
    private let inbox = ConsoleInbox()

    /// Makes a console that nobody is signed in to.
    ///
    /// - Parameters:
    ///   - link: The line to the bank.
    ///   - demoLine: The same line, where it can be disturbed from the console.
    ///   - demoPeople: Who may be filled in; nil outside a demonstration.
    ///   - folder: Where records and outboxes are kept; the folder above it is there.
    ///   - zone: The zone in which the days of a bank are counted that does not say where it does.
    /// - Throws: `CommandFailure` when the folder cannot be used.
    init(
        link: any BankLink,
        demoLine: (any DemoLine)? = nil,
        demoPeople: (any DemoPeople)? = nil,
        folder: String,
        zone: ZoneOffset
    ) throws {
        let storage: SealedFileStorage
        do {
            storage = try SealedFileStorage(folder: folder)
        } catch {
            throw CommandFailure("\(error)", .cannotCreate)
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

    /// Runs the console on a screen, or in lines where there is none or they are preferred.
    ///
    /// - Parameters:
    ///   - appearance: How it is shown.
    ///   - configuration: What the console is told, given the name of the terminal that stands in
    ///     for an unknown one.
    ///   - work: What goes on beside it; when it fails, the console ends.
    /// - Returns: Why it ended.
    /// - Throws: The failure of the work, once the screen is closed.
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
    /// Loads a theme, reads the environment, and then takes its variables from the process.
    ///
    /// - Parameters:
    ///   - theme: The name of the theme.
    ///   - purpose: The kind of session that it is wanted for.
    ///   - prefersLines: Whether plain lines are wanted where a screen would do.
    /// - Returns: How the console is to be shown.
    /// - Throws: `CommandFailure` with what is wrong with the theme, or that it is not made for such
    ///   a session.
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
    /// The status that the process ends with.
    ///
    /// A shell sees 128 and the number of the signal, as it would had the signal ended us.
    var processStatus: CInt {
        switch self {
        case .finished: EXIT_SUCCESS
        case .interrupted: 128 + SIGINT
        case .terminated: 128 + SIGTERM
        case .hungUp: 128 + SIGHUP
        }
    }
}

extension ConsoleTime {
    /// The time of this machine.
    static var now: ConsoleTime {
        let clock = SystemClock()
        return ConsoleTime(wall: clock.now(), steady: clock.boottime())
    }
}
