import ArgumentParser
import BankDaemon
import Cryptography
import IdentityCore

/// Arguments and execution of a command that acts on a user.
struct UserAct: ParsableArguments {
    @OptionGroup var place: DataOption
    @Argument(help: "The name to sign in with.") var name: String

    /// Executes a request about the user, as the whole work of a command.
    func perform(_ request: (String) throws -> AdminRequest) async throws {
        try await Reporting.run { try await AdminAct.perform(try request(name), at: place) }
    }

    /// Asks for a password of the user.
    func password() throws(DaemonError) -> SharedSecret {
        try PasswordInput.read(for: name, at: place)
    }
}

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

        func run() async throws { try await output.list { try await $0.users($1) } }
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

        @OptionGroup var user: UserAct

        func run() async throws { try await user.perform { .setPassword($0, try user.password()) } }
    }

    /// Command `user set-role`, which changes a role.
    struct SetRole: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set-role",
            abstract: "Give a user another role, and end every session."
        )

        @OptionGroup var user: UserAct
        @Argument(help: UserCommand.roleHelp, transform: UserCommand.role) var role: Role

        func run() async throws { try await user.perform { .setRole($0, role) } }
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

        @OptionGroup var user: UserAct
        @Option(help: UserCommand.roleHelp, transform: UserCommand.role) var role: Role
        @Option(help: ArgumentHelp("The name to show; the user name if none.", valueName: "name"))
        var displayName: String?

        func run() async throws {
            try await user.perform { name in
                .addUser(
                    name: name,
                    displayName: displayName ?? name,
                    role: role,
                    password: try user.password()
                )
            }
        }
    }

    /// Command `user disable`, which disables a user.
    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shut a user out at once; their consoles destroy their records."
        )

        @OptionGroup var user: UserAct

        func run() async throws { try await user.perform(AdminRequest.disableUser) }
    }

    /// Command `user enable`, which enables a disabled user.
    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a disabled user sign in again."
        )

        @OptionGroup var user: UserAct

        func run() async throws { try await user.perform(AdminRequest.enableUser) }
    }

    /// Command `user unlock`, which lifts the sign-in delay.
    struct Unlock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lift the delay that failed sign-ins have earned a user."
        )

        @OptionGroup var user: UserAct

        func run() async throws { try await user.perform(AdminRequest.unlockUser) }
    }

    /// Command `user reset-totp`, which replaces an authenticator.
    struct ResetTOTP: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reset-totp",
            abstract: "Give a user another authenticator, and end every session."
        )

        @OptionGroup var user: UserAct

        func run() async throws { try await user.perform(AdminRequest.resetTOTP) }
    }
}
