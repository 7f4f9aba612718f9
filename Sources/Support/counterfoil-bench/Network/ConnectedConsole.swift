import CoreVocabulary
import PseudoTerminal

/// A console on a terminal of its own, signed in at a bank over TLS.
///
/// It is on the main actor, because waiting for a terminal blocks its thread, which must not be one
/// that the bank needs.
@MainActor
struct ConnectedConsole {
    /// Time without output after which the screen counts as at rest.
    private static let quiet = Duration.milliseconds(500)

    /// The terminal of the console.
    let terminal: PseudoTerminal

    /// Starts a console, signs a user in with the code of the bank's time, and waits until the
    /// overview is live.
    init(
        _ path: String,
        at address: BankAddress,
        user: BenchUser,
        now: Instant,
        in folder: WorkFolder
    ) throws {
        try Interruption.check()
        let program = TerminalProgram(
            name: "counterfoil",
            path: path,
            arguments: ["connect"] + address.consoleOptions
                + ["--state", try folder.makeFolder("console-of-\(user.name)")],
            readyText: "Password"
        )
        terminal = try program.start(in: folder)
        try terminal.waitForText(program.readyText)
        terminal.send("\(user.name)\t\(user.password)\t\(user.digits(at: now))\r")
        try terminal.waitForText("Recent activity")
        try terminal.waitForScreen("a live overview") { screen in
            screen.lines.first?.contains("live") == true
        }
        terminal.settle(quiet: Self.quiet)
    }

    /// Proportional memory of the process in MiB; nil if the kernel does not report it.
    var memory: Double? { ProcessMemory.proportionalMebibytes(of: terminal.processID) }
}
