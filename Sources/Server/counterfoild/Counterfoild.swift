import ArgumentParser

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
            InitCommand.self, ServeCommand.self, UserCommand.self, TokenCommand.self,
            KeysCommand.self,
            CheckCommand.self, BackupCommand.self, RestoreCommand.self,
        ]
    )
}
