import PseudoTerminal

/// A bank in a process of its own: `counterfoild serve` with the books of the fixture.
@MainActor
final class ServedBank {
    /// Limits that allow all consoles from one address and session.
    private static let limits = [
        "CONNECTIONS", "CONNECTIONS_OF_ADDRESS", "CONNECTIONS_OF_USER", "CONNECTIONS_OF_SESSION",
        "STREAMS", "STREAMS_OF_ADDRESS", "STREAMS_OF_USER", "STREAMS_OF_SESSION",
    ].map { "COUNTERFOILD_LIMITS_\($0)=65536" }
    private static let sign = "Listening on https://"
    /// Time limit for making books with two years of entries.
    private static let patience = Duration.seconds(120)

    /// The terminal of the bank.
    let terminal: PseudoTerminal
    /// The address of the bank.
    let address: BankAddress

    /// Makes a bank in an empty folder, and serves it.
    init(_ program: String, fixtureFolder: String, folder: String) throws {
        let data = "\(folder)/data"
        // Log lines would fill the terminal, which is not read all the time.
        let environment =
            [
                "TERM=dumb", "LANG=C.UTF-8", "PATH=/usr/bin:/bin", "HOME=\(folder)",
                "COUNTERFOILD_LOG_LEVEL=error", "COUNTERFOILD_LISTEN_STATUS_PORT=0",
            ] + Self.limits
        let initialising = try PseudoTerminal(
            program,
            ["init", "--data", data, "--fixture", fixtureFolder],
            environment: environment
        )
        guard try initialising.waitForEnd(timeout: Self.patience) == .exited(0) else {
            throw BenchFailure("counterfoild init failed:\n\(initialising.screen.text)")
        }
        try Interruption.check()
        terminal = try PseudoTerminal(
            program,
            ["serve", "--data", data, "--port", "0"],
            environment: environment,
            width: 200
        )
        terminal.keepsOutput = false
        try terminal.waitForText(Self.sign)
        let line = terminal.screen.lines.first { $0.contains(Self.sign) } ?? ""
        guard let digits = line.split(separator: ":").last,
            let port = Int(digits.prefix { $0.isNumber })
        else { throw BenchFailure("counterfoild listens nowhere:\n\(terminal.screen.text)") }
        address = BankAddress(port: port, authorityPath: "\(data)/tls/ca.pem")
    }
}
