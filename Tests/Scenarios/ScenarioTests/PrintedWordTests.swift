import Foundation
import Testing

/// Goal: a command line or an option that the console names is one that it takes.
///
/// Method: what stands in its sources, comments aside, against the help of the program that was built.
/// What is said without the form of a command, such as "ask the bank", is not looked at.
@Suite("Scenario: commands in sentences")
struct PrintedWordTests {
    /// A command line of a sentence: the program's words, and the options behind them.
    private struct Named: Hashable {
        let program: String
        let commands: [String]
        let options: [String]
    }

    /// Every command that has options of its own.
    private static let commands = [
        ["connect"], ["demo"], ["export"], ["profile", "list"], ["profile", "add"],
        ["profile", "remove"], ["theme", "list"], ["theme", "check"],
    ]

    // Symptom: a sentence told to do something for which there is no command. Cause: nothing compared
    // the sentences with the program.
    @Test("every command line that a sentence names is one that the program takes")
    func commandLines() throws {
        let named = Set(try Self.lines().flatMap(Self.named))
        #expect(named.count > 5)
        for line in named {
            let run = try CommandRun(BuiltProgram.path(line.program), line.commands + ["--help"])
            #expect(run.status == 0, "\(line)")
            let known = Self.options(in: run.output)
            for option in line.options { #expect(known.contains(option), "\(line)") }
        }
    }

    @Test("every option that a sentence names is one of a command")
    func options() throws {
        var known: Set<String> = []
        for command in Self.commands {
            let run = try CommandRun.counterfoil(command + ["--help"])
            try #require(run.status == 0)
            known.formUnion(Self.options(in: run.output))
        }
        let lines = try Self.lines()
        let named = Set(lines.flatMap { Self.options(in: $0) })
        #expect(named.isSuperset(of: ["--ca", "--cert", "--state", "--theme"]))
        #expect(named.subtracting(known) == [])
    }

    @Test("a command line is found with and without quotation, and only as far as it goes")
    func search() {
        func named(_ line: String) -> [Named] { Self.named(in: line) }
        let demo = Named(program: "counterfoil", commands: ["demo"], options: ["--state"])
        #expect(named("read `counterfoil demo --state DIR`, or") == [demo])
        #expect(named("the folder given to `demo --state`") == [demo])
        #expect(named(#""Make one with: counterfoil demo --state \(state)","#) == [demo])
        let bank = Named(program: "counterfoil", commands: ["connect"], options: ["--ca"])
        #expect(named("`counterfoil --ca FILE`, with `--cert FILE` or `none`") == [bank])
        let check = Named(program: "counterfoild", commands: ["check"], options: [])
        #expect(named("say `counterfoild check`") == [check])
    }

    /// The command lines of a line: in quotation, and behind a colon.
    private static func named(in line: String) -> [Named] {
        let quoted = line.matches(of: #/`([^`\\]+)`/#).map { String($0.1) }
        let told = line.matches(of: #/: (counterfoild? [a-z][^"`\\]*)/#).map { String($0.1) }
        return (quoted + told).compactMap { text in
            var words = text.split(separator: " ").map(String.init)[...]
            var program: String?
            if let first = words.first, ["counterfoil", "counterfoild"].contains(first) {
                program = first
                words = words.dropFirst()
            }
            let commands = words.prefix { word in word.allSatisfy { $0.isLowercase } }
            let options = words.filter { $0.hasPrefix("--") }
            // A word alone is a value or a folder, and an option alone is looked at by itself.
            guard program != nil || (!commands.isEmpty && !options.isEmpty) else { return nil }
            return Named(
                program: program ?? "counterfoil",
                commands: commands.isEmpty ? ["connect"] : Array(commands),
                options: options
            )
        }
    }

    private static func options(in text: String) -> Set<String> {
        let found = text.matches(of: #/(?:^|[^A-Za-z0-9\-])(--[a-z][a-z\-]*)/#)
        return Set(found.map { String($0.1) })
    }

    /// The lines of all that the console says, without comments.
    private static func lines() throws -> [String] {
        var lines: [String] = []
        for layer in ["Console", "Client"] {
            let folder = "\(BuiltProgram.projectPath)/Sources/\(layer)"
            for file in try FileManager.default.subpathsOfDirectory(atPath: folder)
            where file.hasSuffix(".swift") {
                let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
                lines += text.split(separator: "\n").map(String.init).filter { line in
                    !line.drop { $0 == " " }.hasPrefix("//")
                }
            }
        }
        return lines
    }
}
