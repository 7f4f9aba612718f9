import Glibc
import PseudoTerminal

/// A program that is measured on a terminal of 80 columns and 24 rows.
struct TerminalProgram {
    /// The program's name in the tables.
    var name: String
    /// Path of the executable.
    var path: String
    /// Arguments of the command line.
    var arguments: [String]
    /// The text that shows that the program can be used.
    var readyText: String

    /// The keys that all programs accept, in the sequences of a terminal in keypad mode.
    static let down = "\u{1B}OB"
    static let up = "\u{1B}OA"
    static let pageDown = "\u{1B}[6~"
    static let pageUp = "\u{1B}[5~"
    static let last = "\u{1B}OF"
    static let first = "\u{1B}OH"

    /// Starts the program with the work folder as its home and temporary folder.
    func start(in folder: WorkFolder) throws -> PseudoTerminal {
        let terminal = try PseudoTerminal(
            path,
            arguments,
            environment: [
                "TERM=xterm-256color", "LANG=C.UTF-8", "PATH=\(Self.searchPath)",
                "HOME=\(folder.path)", "TMPDIR=\(folder.path)",
            ]
        )
        terminal.keepsOutput = false
        return terminal
    }

    private static var searchPath: String {
        getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    }

    /// Returns the path of an installed program.
    static func find(_ name: String) throws -> String {
        for folder in searchPath.split(separator: ":") where access("\(folder)/\(name)", X_OK) == 0
        {
            return "\(folder)/\(name)"
        }
        throw BenchFailure("\(name) is not installed; `make bench` installs it.")
    }
}

extension PseudoTerminal {
    /// Reads the output for a while, whether any arrives or not.
    func watch(for time: Duration) throws {
        try Interruption.check()
        // The condition is never fulfilled, so this waits for the whole time.
        try? wait(for: "the time to pass", timeout: time) { _ in false }
    }

    /// Asks the program to end, and waits until it has.
    func terminate() throws {
        signal(SIGTERM)
        _ = try waitForEnd()
    }

    /// Runs a program to its end and returns its output.
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
