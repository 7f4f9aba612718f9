import ArgumentParser

/// The console: at a bank, or with `demo`, `export`, `profile` and `theme`.
@main
struct Counterfoil: ParsableCommand {
    /// Changes with every release.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "counterfoil",
        abstract: "A bank's console in the terminal.",
        discussion: """
            Start with `counterfoil demo`: a made-up bank, carried in this program, with users of \
            every role. `counterfoil demo --users` lists them with their passwords and their \
            authenticators.

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
}
