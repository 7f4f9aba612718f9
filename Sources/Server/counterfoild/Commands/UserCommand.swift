import ArgumentParser
import BankDaemon
import IdentityCore

/// Command `counterfoild user`, which manages users.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Add, shut out and help those who sign in.",
        discussion: """
            A running server carries these commands out itself; without one they work on the books \
            of the folder.
            """,
        subcommands: [
            List.self, Add.self, Disable.self, Enable.self, Unlock.self, SetPassword.self,
            SetRole.self, ResetTOTP.self,
        ]
    )

    private static let roleHelp = ArgumentHelp(
        "What the user is: \(Role.allCases.map(\.rawValue).joined(separator: ", ")).",
        valueName: "role"
    )

    private static func role(_ text: String) throws -> Role {
        guard let role = Role(rawValue: text) else {
            throw ValidationError("There is no role '\(text)'.")
        }
        return role
    }

    /// Command `user list`, which lists all users.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List all users.")

        @OptionGroup var output: ListingOption

        func run() async throws {
            try await Reporting.run {
                let listings = try output.listings()
                try await output.show { try await listings.users($0) }
            }
        }
    }

    /// Command `user set-password`, which replaces a password.
    struct SetPassword: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set-password",
            abstract: "Give a user another password, and end every session.",
            discussion: """
                Asks for the password on the terminal, or reads it as a line of standard input.
                """
        )

        @OptionGroup var place: DataOption
        @Argument(help: "The name to sign in with.") var name: String

        func run() async throws {
            try await Reporting.run {
                let password = try PasswordInput.read(for: name, at: place)
                try await AdminAct.perform(.setPassword(name, password), at: place)
            }
        }
    }

    /// Command `user set-role`, which changes a role.
    struct SetRole: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set-role",
            abstract: "Give a user another role, and end every session."
        )

        @OptionGroup var place: DataOption
        @Argument(help: "The name to sign in with.") var name: String
        @Argument(help: UserCommand.roleHelp, transform: UserCommand.role) var role: Role

        func run() async throws {
            try await Reporting.run {
                try await AdminAct.perform(.setRole(name, role), at: place)
            }
        }
    }

    /// Command `user add`, which adds a user.
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
        @Option(help: UserCommand.roleHelp, transform: UserCommand.role) var role: Role
        @Option(help: ArgumentHelp("The name to show; the user name if none.", valueName: "name"))
        var displayName: String?

        func run() async throws {
            try await Reporting.run {
                let password = try PasswordInput.read(for: name, at: place)
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

    /// Command `user disable`, which disables a user.
    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shut a user out at once; their consoles destroy their records."
        )

        @OptionGroup var place: DataOption
        @Argument(help: "The name to sign in with.") var name: String

        func run() async throws {
            try await Reporting.run { try await AdminAct.perform(.disableUser(name), at: place) }
        }
    }

    /// Command `user enable`, which enables a disabled user.
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

    /// Command `user unlock`, which lifts the sign-in delay.
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

    /// Command `user reset-totp`, which replaces an authenticator.
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
