import Glibc
import PseudoTerminal

/// A program that is measured on a terminal of 80 columns and 24 rows.
struct TerminalProgram {
    /// What the tables call it.
    var name: String
    /// Its file.
    var path: String
    /// What it is told.
    var arguments: [String]
    /// Stands on the screen when there is something to work with.
    var readyText: String
    /// Keys that bring it from there to a long list.
    var opening: [String] = []

    /// The keys that all of them take, as a terminal sends them to a program with a keypad.
    static let down = "\u{1B}OB"
    static let up = "\u{1B}OA"
    static let pageDown = "\u{1B}[6~"
    static let pageUp = "\u{1B}[5~"
    static let last = "\u{1B}OF"
    static let first = "\u{1B}OH"

    /// Starts it, with a home and a folder for temporary files of its own.
    func start(in folder: WorkFolder) throws -> PseudoTerminal {
        let searchPath = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        let terminal = try PseudoTerminal(
            path,
            arguments,
            environment: [
                "TERM=xterm-256color", "LANG=C.UTF-8", "PATH=\(searchPath)",
                "HOME=\(folder.path)", "TMPDIR=\(folder.path)",
            ]
        )
        terminal.keepsOutput = false
        return terminal
    }

    /// Where a program is installed.
    ///
    /// - Throws: `BenchFailure` when it is not.
    static func find(_ name: String) throws -> String {
        let folders = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        for folder in folders.split(separator: ":") where access("\(folder)/\(name)", X_OK) == 0 {
            return "\(folder)/\(name)"
        }
        throw BenchFailure("\(name) is not installed; `make bench` installs it.")
    }
}

extension PseudoTerminal {
    /// Takes what comes for a while, whether anything comes or not.
    func watch(for time: Duration) throws {
        try Interruption.check()
        // Nothing can fulfil the condition: the time being over is what is waited for.
        try? wait(for: "the time to pass", timeout: time) { _ in false }
    }

    /// Runs a program to its end and gives what it printed.
    static func output(
        of program: String,
        _ arguments: [String],
        environment: [String]
    ) throws -> [UInt8] {
        let terminal = try PseudoTerminal(program, arguments, environment: environment)
        guard try terminal.waitForEnd() == .exited(0) else {
            throw BenchFailure("\(program) failed:\n\(terminal.screen.text)")
        }
        return terminal.output
    }
}
