import ArgumentParser
import Foundation
import Testing

@testable import counterfoild

/// A command line of a sentence, taken out of it and into a shell as a person does.
struct PastedCommand {
    /// The words after the program's name, as a shell hands them over.
    let words: [String]

    /// Takes the command that ends a line; bash reads it.
    init(
        endOf line: some StringProtocol,
        program: String = "counterfoild",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let start = try #require(
            line.range(of: "\(program) "),
            "no command of \(program) in: \(line)",
            sourceLocation: sourceLocation
        )
        let all = try Self.read(String(line[start.lowerBound...]))
        try #require(all.first == program, "\(line)", sourceLocation: sourceLocation)
        words = Array(all.dropFirst())
    }

    /// The command as the program's own parser takes it.
    func parsed() throws -> any ParsableCommand {
        try Counterfoild.parseAsRoot(words)
    }

    private static func read(_ command: String) throws -> [String] {
        let bash = Process()
        bash.executableURL = URL(filePath: "/bin/bash")
        bash.arguments = ["-c", #"eval "set -- $1"; printf '%s\0' "$@""#, "bash", command]
        let pipe = Pipe()
        bash.standardOutput = pipe
        try bash.run()
        let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
        bash.waitUntilExit()
        try #require(bash.terminationStatus == 0, "bash does not take: \(command)")
        return bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast()
            .map { String(decoding: $0, as: UTF8.self) }
    }
}
