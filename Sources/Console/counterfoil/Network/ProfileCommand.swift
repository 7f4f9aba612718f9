import ArgumentParser
import ClientTransport
import ConsoleFiles
import ProgramOutput
import TerminalKit

/// Subcommand `profile`: manages names for banks.
struct ProfileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "List, add or remove the banks that have a name here.",
        discussion: """
            The file is TOML, and may be changed by hand: a table for each profile, with the keys \
            server or socket, ca, cert, key, proxy, theme and state. Relative paths in it begin \
            where the file is.
            """,
        subcommands: [ListCommand.self, AddCommand.self, RemoveCommand.self]
    )

    struct ListCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Print the names, each with the bank's address."
        )

        @OptionGroup var files: ProfileOptions

        func run() throws {
            try CommandFailure.reporting {
                for profile in try files.open().profiles {
                    let socket = profile[.socket].map { "unix://\($0)" }
                    let address = profile[.server] ?? socket ?? ""
                    // Addresses from the file are untrusted and must not move the cursor.
                    try StandardStream.write(
                        "\(profile.name)\t\(SafeText(untrusted: address, limit: .memo).plain)\n"
                    )
                }
            }
        }
    }

    struct AddCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Give a bank a name."
        )

        @Argument(help: "The name: letters, digits, hyphens and underscores.")
        var name: String

        @OptionGroup(title: "The bank") var bank: BankOptions
        @OptionGroup var files: ProfileOptions

        func run() throws {
            guard Profile.isName(name) else {
                throw ValidationError(Profile.nameRule)
            }
            guard let server = bank.server else {
                throw ValidationError("Name the bank's address: --server URL.")
            }
            try CommandFailure.reporting { try add(BankChoice.address(server)) }
        }

        private func add(_ address: ServerAddress) throws {
            // Paths are relative to the working directory and are stored as absolute ones.
            var values = bank.values
            for (field, value) in values where field.isPath {
                values[field] = HomeFolders.resolve(value, from: try HomeFolders.current())
            }
            if case .https = address {
                let files = try BankChoice.files(
                    ca: values[.ca],
                    cert: values[.cert],
                    key: values[.key]
                )
                try TLSFileCheck.report(files, at: SystemClock().now())
            }
            // A profile whose theme cannot be used is not stored.
            if let theme = values[.theme] {
                _ = try ThemeLibrary.standard.load(theme, for: .live)
            }
            guard let profile = Profile(name: name, values: values) else { return }
            let book = try files.open()
            try CommandFailure.changing { () throws(ProfileError) in
                try book.adding(profile).write()
            }
            try StandardStream.write("\(name) is in \(book.file).\n")
        }
    }

    struct RemoveCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Remove a bank's name; the files of the bank stay."
        )

        @Argument(help: "The name.")
        var name: String

        @OptionGroup var files: ProfileOptions

        func run() throws {
            try CommandFailure.reporting {
                let book = try files.open()
                try CommandFailure.changing { () throws(ProfileError) in
                    try book.removing(name).write()
                }
                try StandardStream.write("\(name) was removed from \(book.file).\n")
            }
        }
    }
}

extension CommandFailure {
    /// Runs a change of the file of profiles, and converts its error to a failure of the command.
    fileprivate static func changing(_ body: () throws(ProfileError) -> Void) throws {
        do {
            try body()
        } catch {
            let status: Status =
                switch error.cause {
                case .unwritable: .cannotCreate
                case .unknown: .noInput
                default: .badData
                }
            throw CommandFailure("\(error)", status)
        }
    }
}
