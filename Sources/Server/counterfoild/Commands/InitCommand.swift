import ArgumentParser
import BankDaemon
import BankFixture
import Certificates
import Glibc
import ProgramOutput

/// Command `counterfoild init`, which makes a new bank in an empty folder.
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a new bank in an empty folder.",
        discussion: """
            Makes the folder with the books, their master key, a private authority with a server \
            certificate for this host, a certificate for one branch terminal, and a file with all \
            settings. With --fixture the books are filled with a made-up bank.
            """
    )

    @OptionGroup var place: DataOption

    @Option(
        help: ArgumentHelp(
            "Fill the books: a name below `fixtures`, or a folder.",
            valueName: "name|dir"
        ),
        transform: PathText.read
    )
    var fixture: String?

    @Option(help: ArgumentHelp("The first branch terminal.", valueName: "name"))
    var terminal = "branch-1"

    func run() async throws { try await Reporting.run { try await make() } }

    private func make() async throws {
        guard let terminal = DeviceName(terminal) else {
            throw DaemonError(DeviceName.rule, .badData)
        }
        let source = try findFixture()
        let folder = place.folder
        let maker = BankMaker(folder, clock: SystemBankClock(), log: StandardErrorLog())
        let isTerminal = isatty(STDERR_FILENO) == 1
        try await maker.make(fixture: source, terminal: terminal) { done, total in
            guard isTerminal else { return }
            StandardStream.writeProgress("Booking payments: \(done) of \(total)")
        }
        if isTerminal, source != nil { StandardStream.writeError("\n") }
        try DoneAnswer.write(Self.nextSteps(folder, terminal, fixture: fixture))
    }

    private func findFixture() throws -> String? {
        guard let fixture else { return nil }
        do {
            return try Fixture.folder(of: fixture)
        } catch {
            throw DaemonError(error.description, .noInput)
        }
    }

    /// Returns the next steps with a new bank, with their commands.
    static func nextSteps(
        _ folder: DataFolder,
        _ terminal: DeviceName,
        fixture: String?
    ) -> String {
        // The paths are absolute, because the commands are often typed in another terminal or by
        // somebody else.
        let folder = folder.fromRoot
        let tls = folder.tls
        let addition = ShellCommand("user add").argument("NAME").option("--role", "teller")
        let people = ShellCommand(program: "counterfoil", "demo").option("--fixture", fixture)
        let console = ShellCommand(program: "counterfoil")
            .option("--server", "https://localhost:\(Setting.listenPort.standardNumber)")
            .option("--ca", tls.authorityPath)
        let branch = console.option("--cert", tls.devicePath(terminal))
            .option("--key", tls.deviceKeyPath(terminal))
        let signIns =
            fixture == nil
            ? """
            Nobody can sign in yet. Add somebody with:
              \(addition.on(folder))
            """
            : """
            Who can sign in, with passwords and authenticators:
              \(people.flag("--users"))
            """
        return """
            The bank is in \(OperatorText.clean(folder.path)). Start it with:
              \(ShellCommand("serve").on(folder))

            Then, in another terminal, open the console:
              \(console)
            or as the branch terminal '\(terminal)':
              \(branch)

            \(signIns)

            Keep a copy of \(OperatorText.clean(folder.keys.path)) in another place than the backups: without it the
            secrets in the books cannot be opened by anybody.

            """
    }
}
