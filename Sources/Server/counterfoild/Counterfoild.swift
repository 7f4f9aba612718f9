import ArgumentParser
import BankDaemon
import Cryptography
import Glibc
import ProgramOutput

/// Root command of the bank's program, `counterfoild`.
@main
struct Counterfoild: AsyncParsableCommand {
    /// Version of the program; changes with every release.
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

    /// Runs the command of the command line, after hardening the process.
    ///
    /// Before there is a secret in the process, its files are made private and core dumps are
    /// forbidden.
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

    /// Returns the error sentence if the first words name no command; nil otherwise.
    static func refusal(of arguments: [String]) -> String? {
        CommandWords(self).refusal(of: arguments)
    }
}

extension CommandWords {
    /// Creates the words of a command and of all its subcommands.
    ///
    /// `counterfoil` has a copy of this code, because ProgramOutput, which both use, may not depend
    /// on the argument parser.
    fileprivate init(_ command: any ParsableCommand.Type) {
        let configuration = command.configuration
        self.init(command._commandName, configuration.subcommands.map { CommandWords($0) })
    }
}
