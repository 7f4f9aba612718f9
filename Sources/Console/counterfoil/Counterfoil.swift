import ArgumentParser
import Cryptography
import ProgramOutput

/// Main command of the console: at a bank, or `demo`, `export`, `profile` and `theme`.
@main
struct Counterfoil: ParsableCommand {
    /// Release version, changed with every release.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "counterfoil",
        abstract: "A bank's console in the terminal.",
        discussion: """
            Start with `counterfoil demo`: a made-up bank, out of the folder `fixtures` that comes \
            with this program, with users of every role. `counterfoil demo --users` lists them \
            with their passwords and their authenticators.

            At a bank: `counterfoil --server URL --ca FILE`, with `--cert FILE --key FILE` at a \
            terminal that has a certificate, or `counterfoil --profile NAME`. \
            `counterfoil connect --help` tells the rest.
            """,
        version: "counterfoil \(version)",
        subcommands: [
            ConnectCommand.self, DemoCommand.self, ExportCommand.self, ProfileCommand.self,
            ThemeCommand.self,
        ],
        defaultSubcommand: ConnectCommand.self
    )

    /// Parses and runs the command line, in a process whose memory dumps are disabled.
    static func main() {
        ProcessHardening.forbidMemoryDumps()
        if let refusal = CommandWords(self).refusal(of: CommandLine.arguments.dropFirst()) {
            ProgramEnd.exit(refusal, status: CommandWords.misuseStatus, program: "counterfoil")
        }
        do {
            var command = try parseAsRoot()
            if let refusal = SystemClock.refusal { throw refusal.reported() }
            try command.run()
        } catch {
            ProgramEnd.exit(
                fullMessage(for: error),
                status: exitCode(for: error).rawValue,
                program: "counterfoil"
            )
        }
    }
}

extension CommandWords {
    /// Creates the words of a command and of all its subcommands.
    ///
    /// `counterfoild` has the same code, because ProgramOutput, which both use, does not depend on
    /// the argument parser.
    fileprivate init(_ command: any ParsableCommand.Type) {
        let configuration = command.configuration
        self.init(command._commandName, configuration.subcommands.map { CommandWords($0) })
    }
}
