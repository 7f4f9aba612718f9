import CoreVocabulary
import Cryptography
import Glibc
import PseudoTerminal

/// The console, signed in at a bank over TLS, on a terminal of its own.
///
/// On the main actor, for looking at a terminal blocks: a thread that the bank needs must not.
@MainActor
struct ConnectedConsole {
    /// How long nothing may come before the screen counts as at rest.
    private static let quiet = Duration.milliseconds(500)

    /// The terminal it is on.
    let terminal: PseudoTerminal

    /// Starts a console, signs somebody in, and waits until the overview is live.
    ///
    /// - Parameters:
    ///   - path: The console's file.
    ///   - address: The bank.
    ///   - user: Who signs in, with the code of now.
    ///   - now: The bank's time.
    ///   - folder: Where the console keeps its files, home and all.
    /// - Throws: What did not come to the screen.
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
        let code = user.code(at: now).withBytes { span in span.indices.map { span[$0] } }
        terminal.send(
            "\(user.name)\t\(user.password)\t\(String(decoding: code, as: UTF8.self))\r"
        )
        try terminal.waitForText("Recent activity")
        try terminal.waitForScreen("a live overview") { screen in
            screen.lines.first?.contains("live") == true
        }
        terminal.settle(quiet: Self.quiet)
    }

    /// Its memory and that of nobody else, in MiB; nil where the kernel does not tell.
    var memory: Double? { ProcessMemory.proportionalMebibytes(of: terminal.processID) }

    /// Ends it as a closing terminal does, and waits for it.
    func end() throws {
        terminal.signal(SIGTERM)
        _ = try terminal.waitForEnd()
    }
}
