import FoundationEssentials
import Glibc
import PseudoTerminal
import Testing

/// A bank of its own for one test, served by `counterfoild` over TLS on the loopback address.
///
/// The books are made once and copied: two years of entries take longer than most tests.
final class NetworkBank {
    private static let pauseMicroseconds: UInt32 = 20_000
    /// The most pauses until it listens: 30 seconds, for a machine under load.
    private static let pauseLimit = 1_500

    private let folder: TemporaryFolder
    private var process: ChildProcess?
    /// Where it listens, the same in each of its lives; 0 before the first.
    private(set) var port = 0
    private var lifeCount = 0

    /// Its folder.
    var path: String { "\(folder.path)/bank" }
    /// Where consoles may keep what is theirs.
    var consolesPath: String { "\(folder.path)/consoles" }
    /// The options of the branch terminal that the bank was made with.
    var terminalOptions: [String] {
        let device = "\(path)/tls/devices/branch-1"
        return ["--cert", "\(device).pem", "--key", "\(device).key"]
    }
    /// The certificate to trust.
    var authorityPath: String { "\(path)/tls/ca.pem" }

    /// Starts a bank with the books of the fixture that the demo shows.
    init() throws {
        try Self.template.get()
        folder = try TemporaryFolder()
        try FileManager.default.copyItem(
            atPath: DemoState.templatePath("network"),
            toPath: path
        )
        try start()
    }

    /// Starts it where it listened before.
    func start() throws {
        // One for each life, since what is looked for stands in those of the lives before.
        lifeCount += 1
        let record = "\(folder.path)/serve-\(lifeCount).log"
        let serve = ["serve", "--data", path, "--port", "\(port)"]
        process = try ChildProcess("counterfoild", serve, record: record)
        let sign = "Listening on https://"
        for _ in 0..<Self.pauseLimit {
            let address = ChildProcess.lines(of: record).first { $0.hasPrefix(sign) }
            if let digits = address?.split(separator: ":").last, let found = Int(digits) {
                port = found
                return
            }
            guard process?.isOver == false else { break }
            usleep(Self.pauseMicroseconds)
        }
        let lines = ChildProcess.lines(of: record).suffix(5)
        throw NetworkBankFailure(reason: "counterfoild does not listen: \(lines)")
    }

    /// Takes it away, as a fallen power cable does.
    func kill() {
        process?.kill()
        process = nil
    }

    /// Stops it in order, as whoever runs it does.
    func stop() throws {
        let status = process?.stop()
        process = nil
        try #require(status == 0, "counterfoild did not stop in order: \(status ?? -1)")
    }

    /// Sends its server a signal.
    func signal(_ number: CInt) throws {
        let server = try #require(process).process
        try #require(Glibc.kill(server, number) == 0)
    }

    /// Waits until its server has written some words in its present life.
    func waitForLine(with words: String) throws {
        let record = "\(folder.path)/serve-\(lifeCount).log"
        for _ in 0..<Self.pauseLimit {
            if ChildProcess.lines(of: record).contains(where: { $0.contains(words) }) { return }
            usleep(Self.pauseMicroseconds)
        }
        let lines = ChildProcess.lines(of: record).suffix(5)
        throw NetworkBankFailure(reason: "counterfoild did not write '\(words)': \(lines)")
    }

    /// The most memory that its server has held since it was started, in MiB.
    func mostMebibytes() throws -> Int {
        let number = try #require(process).process
        let status = try String(contentsOfFile: "/proc/\(number)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kibibytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first
        return try #require(kibibytes.flatMap { Int($0) }) / 1_024
    }

    /// Runs one of its commands, which has to succeed; what it printed.
    @discardableResult
    func command(_ words: String...) throws -> String {
        let run = try CommandRun(BuiltProgram.path("counterfoild"), words + ["--data", path])
        try #require(run.status == 0, "counterfoild \(words): \(run.output)\(run.errors)")
        return run.output
    }

    /// Opens a console at it, and waits for the sign-in screen.
    func open(
        _ arguments: [String] = [],
        width: Int = 120,
        height: Int = 40
    ) throws -> ConsoleSession {
        let session = try ConsoleSession(
            BuiltProgram.start(
                "counterfoil",
                options + arguments,
                term: "xterm-256color",
                width: width,
                height: height
            )
        )
        session.bank = self
        return session
    }

    /// Opens a console at it and signs somebody in.
    func signedIn(
        _ name: String,
        _ arguments: [String] = [],
        _ authenticator: Authenticator? = nil
    ) async throws -> ConsoleSession {
        let user = try DemoUser.named(name)
        let console = try open(arguments)
        try await console.signIn(user, authenticator ?? Authenticator(user))
        return console
    }

    /// The socket for consoles on this host.
    var socketPath: String { "\(path)/console.sock" }

    /// The options that lead a console to it.
    var options: [String] { address + ["--ca", authorityPath] }
    /// The same without the certificate to trust.
    var address: [String] {
        ["--server", "https://localhost:\(port)", "--state", consolesPath]
    }

    private static let template = Result {
        try makeTemplate(DemoState.templatePath("network"))
    }

    /// Makes the folder that all others are copies of; it goes when the tests have ended.
    private static func makeTemplate(_ path: String) throws {
        let fixture = "\(BuiltProgram.projectPath)/fixtures/sahyadri"
        let run = try CommandRun(
            BuiltProgram.path("counterfoild"),
            ["init", "--data", path, "--fixture", fixture]
        )
        try #require(run.status == 0, "counterfoild init: \(run.errors)")
        // No fixed port: several of these run at once.
        let settingsPath = "\(path)/counterfoil.toml"
        let settings = try String(contentsOfFile: settingsPath, encoding: .utf8)
        let changed = settings.replacing("# status_port = 8444", with: "status_port = 0")
        try #require(changed != settings)
        try changed.write(toFile: settingsPath, atomically: false, encoding: .utf8)
    }
}

/// A bank did not come up.
struct NetworkBankFailure: Error {
    let reason: String
}
