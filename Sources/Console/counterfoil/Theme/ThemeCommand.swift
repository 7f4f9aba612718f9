import ArgumentParser
import ProgramOutput
import TerminalKit
import ConsoleFiles

/// Subcommand `theme`: lists the themes, and checks whether one is accessible.
struct ThemeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "theme",
        abstract: "List themes, or check one.",
        subcommands: [ListCommand.self, CheckCommand.self]
    )

    struct ListCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Print the names of the themes that can be used."
        )

        func run() throws {
            let names = ThemeLibrary.standard.names
            try CommandFailure.reporting {
                _ = try StandardStream.write(names.map { "\($0)\n" }.joined())
            }
        }
    }

    struct CheckCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Check a theme file: contrast, colour blindness, a mark beside every colour."
        )

        @Argument(help: "The theme's TOML file.")
        var file: String

        func run() throws {
            try CommandFailure.reporting { try check() }
        }

        private func check() throws {
            let theme = try CommandFailure.translating(.badData) {
                try ThemeLibrary.standard.load(file: file)
            }
            let findings = ThemeChecker.findings(in: theme)
            for finding in findings {
                try StandardStream.write("\(finding)\n")
            }
            guard findings.isEmpty else {
                let noun = findings.count == 1 ? "finding" : "findings"
                throw CommandFailure("\(file): \(findings.count) \(noun).", .badData)
            }
            try StandardStream.write("\(file): the theme '\(theme.name)' passes.\n")
        }
    }
}
