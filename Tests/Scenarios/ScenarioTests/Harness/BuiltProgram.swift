import Glibc
import PseudoTerminal
import Testing

/// The programs of the package, as they were built beside the tests, and what they are run with.
enum BuiltProgram {
    /// The folder of the project; this file is five below it.
    static let projectPath =
        "/" + #filePath.split(separator: "/").dropLast(5).joined(separator: "/")

    /// The path of a program by its name.
    static func path(_ name: String) throws -> String {
        try PseudoTerminal.programPath(name)
    }

    /// All variables that a program gets.
    static func environment(term: String) -> [String] {
        [
            "TERM=\(term)", "PATH=/usr/bin:/bin", "HOME=/nonexistent", "LANG=C.UTF-8",
            "SWIFT_BACKTRACE=enable=no",
        ] + PseudoTerminal.libraryVariables
    }

    /// Starts a program of the package on a new pseudo-terminal.
    static func start(
        _ name: String,
        _ arguments: [String],
        term: String = "xterm-256color",
        width: Int = 120,
        height: Int = 40
    ) throws -> PseudoTerminal {
        try PseudoTerminal(
            try path(name),
            arguments,
            environment: environment(term: term),
            width: width,
            height: height
        )
    }
}
