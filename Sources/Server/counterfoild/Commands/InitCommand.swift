import ArgumentParser
import BankDaemon
import Certificates
import Glibc

/// `counterfoild init`: a new bank in an empty folder.
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
        )
    )
    var fixture: String?

    @Option(help: ArgumentHelp("The first branch terminal.", valueName: "name"))
    var terminal = "branch-1"

    func run() async throws {
        try await Reporting.run { try await make() }
    }

    private func make() async throws {
        guard let terminal = DeviceName(terminal) else {
            throw DaemonError(
                "A terminal's name has 1 to 64 letters, digits and hyphens.",
                .badData
            )
        }
        let source = try fixture.map { try FixtureFolder.find($0) }
        let folder = place.folder
        let maker = BankMaker(folder, clock: SystemBankClock(), log: StandardErrorLog())
        let isTerminal = isatty(STDERR_FILENO) == 1
        try await maker.make(BankMaker.Plan(fixture: source, terminal: terminal)) { done, total in
            guard isTerminal else { return }
            StandardStream.writeError("\rBooking payments: \(done) of \(total)")
        }
        if isTerminal, source != nil { StandardStream.writeError("\n") }
        StandardStream.write(nextSteps(folder, terminal))
    }

    private func nextSteps(_ folder: DataFolder, _ terminal: DeviceName) -> String {
        let port = Setting.listenPort.standardNumber
        let tls = folder.tls
        let people =
            fixture == nil
            ? """
            Nobody can sign in yet. Add somebody with:
              counterfoild user add NAME --role teller --data \(folder.path)
            """
            : """
            Who can sign in, with passwords and authenticators:
              counterfoil demo --fixture \(fixture ?? "") --users
            """
        return """
            The bank is in \(folder.path). Start it with:
              counterfoild serve --data \(folder.path)

            Then, in another terminal, open the console:
              counterfoil --server https://localhost:\(port) --ca \(tls.authorityPath)
            or as the branch terminal '\(terminal)':
              counterfoil --server https://localhost:\(port) --ca \(tls.authorityPath) \
            --cert \(tls.devicePath(terminal)) --key \(tls.deviceKeyPath(terminal))

            \(people)

            Keep a copy of \(folder.keys.path) in another place than the backups: without it the
            secrets in the books cannot be opened by anybody.

            """
    }
}
