import ArgumentParser

/// The console: `counterfoil demo`, `export` and `theme`.
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
            """,
        version: "counterfoil \(version)",
        subcommands: [DemoCommand.self, ExportCommand.self, ThemeCommand.self]
    )
}
