import ArgumentParser
import BankDaemon
import IdentityCore

/// `counterfoild user`: who may sign in.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Add, shut out and help those who sign in.",
        discussion: """
            A running server carries these commands out itself; without one they work on the books \
            of the folder.
            """,
        subcommands: [
            Add.self, Disable.self, Enable.self, Unlock.self, ResetTOTP.self,
        ]
    )

    /// `user add`.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add somebody who may sign in.",
            discussion: """
                Asks for the password on the terminal, or reads it as a line of standard input. \
                Prints the authenticator's URI, which is shown only once.
                """
        )

        @OptionGroup var place: DataOption
        @Argument(help: "The name to sign in with.") var name: String
        @Option(
            help: ArgumentHelp(
                "What the user is: \(Role.allCases.map(\.rawValue).joined(separator: ", ")).",
                valueName: "role"
            ),
            transform: { text in
                guard let role = Role(rawValue: text) else {
                    throw ValidationError("There is no role '\(text)'.")
                }
                return role
            }
        )
        var role: Role
        @Option(help: ArgumentHelp("The name to show; the user name if none.", valueName: "name"))
        var displayName: String?

        func run() async throws {
            try await Reporting.run {
                let password = try PasswordInput.read(for: name)
                try await AdminAct.perform(
                    .addUser(
                        name: name,
                        displayName: displayName ?? name,
                        role: role,
                        password: password
                    ),
                    at: place
                )
            }
        }
    }

    /// `user disable`.
    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shut a user out at once; their consoles destroy what they hold."
        )

        @OptionGroup var place: DataOption
        @Argument(help: "The name to sign in with.") var name: String

        func run() async throws {
            try await Reporting.run { try await AdminAct.perform(.disableUser(name), at: place) }
        }
    }

    /// `user enable`.
    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a disabled user sign in again."
        )

        @OptionGroup var place: DataOption
        @Argument(help: "The name to sign in with.") var name: String

        func run() async throws {
            try await Reporting.run { try await AdminAct.perform(.enableUser(name), at: place) }
        }
    }

    /// `user unlock`.
    struct Unlock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lift the delay that failed sign-ins have earned a user."
        )

        @OptionGroup var place: DataOption
        @Argument(help: "The name to sign in with.") var name: String

        func run() async throws {
            try await Reporting.run { try await AdminAct.perform(.unlockUser(name), at: place) }
        }
    }

    /// `user reset-totp`.
    struct ResetTOTP: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reset-totp",
            abstract: "Give a user another authenticator, and end every session."
        )

        @OptionGroup var place: DataOption
        @Argument(help: "The name to sign in with.") var name: String

        func run() async throws {
            try await Reporting.run { try await AdminAct.perform(.resetTOTP(name), at: place) }
        }
    }
}
