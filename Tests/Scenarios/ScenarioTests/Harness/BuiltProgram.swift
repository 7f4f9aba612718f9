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
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let executable = String(
            decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
        let folders = [executable, CommandLine.arguments.first ?? ""].map { file in
            file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
                .joined(separator: "/")
        }
        let candidates = folders.map { "\($0)/\(name)" }
        return try #require(
            candidates.first { access($0, X_OK) == 0 },
            "\(name) is not built beside the tests: \(candidates)"
        )
    }

    /// All variables that a program gets.
    static func environment(term: String) -> [String] {
        var variables = [
            "TERM=\(term)", "PATH=/usr/bin:/bin", "HOME=/nonexistent", "LANG=C.UTF-8",
            "SWIFT_BACKTRACE=enable=no",
        ]
        if let libraries = getenv("LD_LIBRARY_PATH") {
            variables.append("LD_LIBRARY_PATH=\(String(cString: libraries))")
        }
        return variables
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
