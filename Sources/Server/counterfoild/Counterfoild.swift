import ArgumentParser
import BankDaemon
import Cryptography
import Glibc
import ProgramOutput

/// The bank: `counterfoild init`, `serve`, and what its operators do.
@main
struct Counterfoild: AsyncParsableCommand {
    /// Changes with every release.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "counterfoild",
        abstract: "The bank behind counterfoil.",
        discussion: """
            Start with `counterfoild init --data DIR --fixture sahyadri`, which makes a bank with \
            a private authority for development, and then `counterfoild serve --data DIR`.
            """,
        version: "counterfoild \(version)",
        subcommands: [
            InitCommand.self, ServeCommand.self, UserCommand.self, AccountCommand.self,
            AccessCommand.self, PayeeCommand.self, TransferCommand.self, ReverseCommand.self,
            HoldCommand.self,
            SessionCommand.self, TerminalCommand.self, TokenCommand.self, KeysCommand.self,
            AuditCommand.self, CheckCommand.self, BackupCommand.self, BackupsCommand.self,
            RestoreCommand.self, LostCommand.self, EvidenceCommand.self,
        ]
    )

    /// Runs the command of the command line, after what has to be so before there is a secret in the
    /// process: nothing that it makes is for others, and no dump of it holds a key.
    static func main() async {
        umask(0o077)
        ProcessHardening.forbidMemoryDumps()
        if let refusal = refusal(of: Array(CommandLine.arguments.dropFirst())) {
            ProgramEnd.exit(refusal, status: CommandWords.misuseStatus, program: "counterfoild")
        }
        do {
            var command = try parseAsRoot()
            if let refusal = SystemBankClock.refusal { throw Reporting.reported(refusal) }
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            ProgramEnd.exit(
                fullMessage(for: error),
                status: exitCode(for: error).rawValue,
                program: "counterfoild"
            )
        }
    }

    /// The sentence about a command line whose first words name no command; nil for any other.
    static func refusal(of arguments: [String]) -> String? {
        CommandWords(self).refusal(of: arguments)
    }
}

extension CommandWords {
    /// The words of a command and of all that it is divided into.
    ///
    /// `counterfoil` has the same: ProgramOutput, which both use, has no arrow to the argument parser.
    fileprivate init(_ command: any ParsableCommand.Type) {
        let configuration = command.configuration
        self.init(command._commandName, configuration.subcommands.map { CommandWords($0) })
    }
}
