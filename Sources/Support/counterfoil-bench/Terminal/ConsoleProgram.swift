import CoreVocabulary
import Glibc
import IdentityCore
import PseudoTerminal
import WireProtocol

/// A demo bank in a folder, with one account of many entries.
final class DemoFolder {
    /// Path of the folder for `--state`.
    let path: String
    /// Number of entries of the account.
    let entryCount: Int
    /// Time to post the entries, until the sign-in form appeared.
    fileprivate(set) var posting = Duration.zero
    /// Time from there to sign in and synchronise all entries.
    fileprivate(set) var synchronising = Duration.zero
    /// The last step whose code was used here.
    fileprivate var lastStep: Int64 = 0

    fileprivate init(path: String, entryCount: Int) {
        self.path = path
        self.entryCount = entryCount
    }
}

/// The console program, driven as the demo's first customer.
struct ConsoleProgram {
    /// The product of the account that `--entries` fills.
    private static let volumeProduct = "Volume"
    /// Time limit for making and synchronising a bank of a million entries.
    private static let preparationPatience = Duration.seconds(280)

    private let path: String
    private let user: BenchUser

    /// Reads the demo's users from the console's output.
    init(path: String) throws {
        self.path = try Self.wholePath(of: path)
        let output = try PseudoTerminal.output(
            of: self.path,
            ["demo", "--users"],
            environment: ["TERM=dumb", "LANG=C.UTF-8"]
        )
        user = try Self.firstUser(in: output)
    }

    /// Returns the absolute path of a console.
    static func wholePath(of console: String) throws -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        guard realpath(console, &buffer) != nil else {
            throw BenchFailure("There is no console at \(console); `make build` makes it.")
        }
        return String(
            decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
    }

    /// Returns the path of another program in a console's folder, or nil if it was not built.
    static func program(_ name: String, beside console: String) throws -> String? {
        let folder = try wholePath(of: console).split(separator: "/").dropLast()
        let path = "/\(folder.joined(separator: "/"))/\(name)"
        return access(path, X_OK) == 0 ? path : nil
    }

    /// Returns the fixture folder above a console that was built here.
    static func fixtureFolder(beside console: String) throws -> String {
        var parts = try wholePath(of: console).split(separator: "/")
        while !parts.isEmpty {
            parts.removeLast()
            let candidate = "/" + parts.joined(separator: "/") + "/fixtures/sahyadri"
            if access(candidate, R_OK) == 0 { return candidate }
        }
        throw BenchFailure("There is no folder fixtures/sahyadri above \(console).")
    }

    /// The demo as people start it, up to the sign-in form.
    var demo: TerminalProgram {
        TerminalProgram(
            name: "counterfoil",
            path: path,
            arguments: ["demo"],
            readyText: "Password"
        )
    }

    /// Returns the demo over a folder that is kept.
    private func demo(state: String, entryCount: Int? = nil) -> TerminalProgram {
        var program = demo
        program.arguments += ["--state", state]
        if let entryCount { program.arguments += ["--entries", "\(entryCount)"] }
        return program
    }

    /// Makes a bank with an account of many entries, and synchronises the console with it.
    func prepare(entryCount: Int, in folder: WorkFolder) throws -> DemoFolder {
        let path = try folder.makeFolder("state-\(entryCount)")
        let made = DemoFolder(path: path, entryCount: entryCount)
        let terminal = try demo(state: made.path, entryCount: entryCount).start(in: folder)
        try wait(terminal, for: "the sign-in form") { $0.screen.contains("Password") }
        let shownAt = ContinuousClock.now
        try showVolume(of: made, on: terminal)
        made.posting = shownAt - terminal.startedAt
        made.synchronising = ContinuousClock.now - shownAt
        try terminal.terminate()
        return made
    }

    /// Opens a prepared bank, signs in, and shows the account of many entries.
    func open(_ made: DemoFolder, in folder: WorkFolder) throws -> PseudoTerminal {
        let terminal = try demo(state: made.path).start(in: folder)
        try terminal.waitForText("Password")
        try showVolume(of: made, on: terminal)
        terminal.settle(quiet: .milliseconds(500))
        return terminal
    }

    /// Types name, password and code, and waits for the overview.
    private func signIn(_ terminal: PseudoTerminal, to made: DemoFolder) throws {
        let step = try unspentStep(of: made, terminal)
        made.lastStep = step.number
        let digits = user.code(for: step).revealedDigits
        terminal.send("\(user.name)\t\(user.password)\t\(digits)\r")
        try terminal.waitForText("Recent activity")
    }

    /// Returns a step whose code the bank accepts now, or waits for the next step if all are spent.
    ///
    /// A code is accepted once, during its half minute and the one after it.
    private func unspentStep(of made: DemoFolder, _ terminal: PseudoTerminal) throws -> TimeStep {
        let totp = user.authenticator.totp
        while true {
            let now = Self.now
            let secondsLeft = totp.periodSeconds - now.secondsSinceEpoch % totp.periodSeconds
            // The older step must not expire during the typing.
            let steps = totp.acceptedSteps(at: now).reversed()
                .filter { $0 == totp.step(at: now) || secondsLeft > 3 }
            if let step = steps.first(where: { $0.number > made.lastStep }) { return step }
            try terminal.watch(for: .seconds(secondsLeft))
        }
    }

    private func openVolume(_ terminal: PseudoTerminal) throws {
        try wait(terminal, for: "the large account") { $0.screen.contains(Self.volumeProduct) }
        for _ in 0..<10 where !Self.isVolumeSelected(terminal) {
            terminal.send(TerminalProgram.down)
            terminal.settle(quiet: .milliseconds(100))
        }
        guard Self.isVolumeSelected(terminal) else {
            throw BenchFailure("The large account cannot be selected:\n\(terminal.screen.text)")
        }
        terminal.send("\r")
        try terminal.waitForText("Balance after")
    }

    /// Signs in, opens the account of many entries, and waits until all of them are there.
    private func showVolume(of made: DemoFolder, on terminal: PseudoTerminal) throws {
        try signIn(terminal, to: made)
        try openVolume(terminal)
        try wait(terminal, for: "all \(made.entryCount) entries") {
            $0.screen.contains("1 of \(made.entryCount),")
                && $0.screen.lines.first?.contains("live") == true
        }
    }

    /// Waits with a long limit, but ends at Ctrl-C.
    private func wait(
        _ terminal: PseudoTerminal,
        for what: String,
        until isFulfilled: (PseudoTerminal) -> Bool
    ) throws {
        let deadline = ContinuousClock.now + Self.preparationPatience
        while !isFulfilled(terminal) {
            try Interruption.check()
            guard terminal.end == nil, .now < deadline else {
                throw BenchFailure("Waited in vain for \(what):\n\(terminal.screen.text)")
            }
            try? terminal.wait(for: what, timeout: .milliseconds(500), until: isFulfilled)
        }
    }

    private static func isVolumeSelected(_ terminal: PseudoTerminal) -> Bool {
        // Below that heading, recent activity also names the account.
        let accounts = terminal.screen.lines.prefix { !$0.contains("Recent activity") }
        return accounts.contains { $0.contains("▸") && $0.contains(volumeProduct) }
    }

    private static var now: Instant {
        Instant(secondsSinceEpoch: Int64(time(nil)))
    }

    private static func firstUser(in output: [UInt8]) throws -> BenchUser {
        guard case .array(let list) = try StrictJSON.parse(output),
            case .object(let members)? = list.first
        else { throw BenchFailure("`demo --users` printed no users.") }
        func text(_ name: String) throws -> String {
            guard case .string(let text)? = members.first(where: { $0.name == name })?.value
            else { throw BenchFailure("`demo --users` printed no \(name).") }
            return text
        }
        return BenchUser(
            name: try text("user"),
            password: try text("password"),
            authenticator: try OTPAuthURI(parsing: text("otpauth"))
        )
    }
}
