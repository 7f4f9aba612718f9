import ArgumentParser
import BankFixture
import Glibc
import ProgramOutput
import TerminalKit

/// Subcommand `demo`: the console with a made-up bank in the same process.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Open the console with a made-up bank; no server is needed.",
        discussion: """
            On the sign-in screen Ctrl-F types name, password and code of one of the people, and \
            Enter signs in; `--as asha` does both. It types the code of a transfer too. \
            Everything is forgotten at the end, unless `--state` names a folder to keep it in.
            """
    )

    /// Fixture that is used if none is named.
    static let defaultFixture = "sahyadri"
    /// Maximum value of `--entries`.
    static let entryLimit = 10_000_000

    @Option(
        help: ArgumentHelp(
            "The bank to show: a name below `fixtures`, or a folder.",
            valueName: "name|dir"
        )
    )
    var fixture = DemoCommand.defaultFixture

    @Option(help: ArgumentHelp("Keep the bank and the console's records here.", valueName: "dir"))
    var state: String?

    @Option(
        help: ArgumentHelp(
            "Add an account with this many entries to the first customer.",
            valueName: "count"
        )
    )
    var entries = 0

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("Sign in as one of the people at the start.", valueName: "name")
    )
    var person: String?

    @Option(help: ArgumentHelp("The colours; see `counterfoil theme list`.", valueName: "name"))
    var theme = "demo"

    @Flag(help: "Plain lines instead of a screen: for screen readers and simple terminals.")
    var linear = false

    @Flag(help: "Print the users, their passwords and authenticators as JSON, and end.")
    var users = false

    func validate() throws {
        guard (0...Self.entryLimit).contains(entries) else {
            throw ValidationError("--entries takes a number from 0 to \(Self.entryLimit).")
        }
    }

    func run() throws {
        let status = try CommandFailure.reporting { try demo() }
        // Not exit(3): its handlers free memory of OpenSSL and SQLite that a service still running
        // may use.
        _exit(status)
    }

    /// Runs the demo and returns the process's exit status.
    private func demo() throws -> CInt {
        let fixtureFolder = try Self.findFixture(fixture)
        let front = try Self.openFront(fixtureFolder)
        if users {
            try StandardStream.write(DemoUsers.json(of: front))
            return EXIT_SUCCESS
        }
        try requirePerson(in: front)
        let appearance = try ConsoleSession.Appearance.prepared(
            theme: theme,
            for: .demo,
            prefersLines: linear
        )
        let folder = try state.map { try StateFolder(path: $0) } ?? StateFolder()
        defer { folder.removeIfTemporary() }
        let session = try DemoSession(
            front: front,
            branch: DemoBranch(
                folder: folder,
                zone: front.zone,
                fixtureFolder: fixtureFolder,
                volumeEntryCount: entries
            ),
            folder: folder,
            signsInAs: person
        )
        try prepareVolume(session)
        return try session.run(appearance).processStatus
    }

    /// Posts the entries of `--entries` before the screen opens, because many of them take a while.
    private func prepareVolume(_ session: DemoSession) throws {
        guard entries > 0 else { return }
        let isTerminal = isatty(STDERR_FILENO) == 1
        try Waiting.run {
            try await session.branch.open { done, total in
                guard isTerminal else { return }
                StandardStream.writeProgress(
                    "Posting entries: \(done) of \(total) (\(done * 100 / max(1, total)) %)"
                )
            }
        }
        if isTerminal { StandardStream.writeError("\n") }
    }

    private func requirePerson(in front: FixtureFront) throws {
        guard let person, !front.people.contains(where: { $0.user == person }) else { return }
        let names = front.people.map(\.user).joined(separator: ", ")
        throw CommandFailure(
            "Nobody here is called '\(person)'. Give one of these to --as: \(names).",
            .noInput
        )
    }

    /// Returns the folder of a fixture.
    static func findFixture(_ name: String) throws -> String {
        try CommandFailure.translating(.noInput) { try Fixture.folder(of: name) }
    }

    /// Reads the part of a fixture that is needed before its bank is open.
    static func openFront(_ folder: String) throws -> FixtureFront {
        try CommandFailure.translating(.badData) { try FixtureFront(folder: folder) }
    }
}
