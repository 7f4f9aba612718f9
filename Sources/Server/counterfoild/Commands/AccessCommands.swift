import ArgumentParser
import BankDaemon

/// Arguments and execution of a command that changes data of a user and an account.
struct UserAccountAct: ParsableArguments {
    @OptionGroup var place: DataOption
    @Argument(help: "The user, by the name to sign in with.") var user: String
    @Argument(help: "The account, by its number or identifier.") var account: String

    /// Executes an act on the user and the account, with further fields.
    func perform(_ kind: AccountAct.Kind, _ texts: [AccountAct.Field: String?] = [:]) async throws {
        let subject: [AccountAct.Field: String?] = [.user: user, .account: account]
        try await AdminAct.run(kind, subject.merging(texts) { $1 }, at: place)
    }
}

/// Command `counterfoild access`, which manages grants.
struct AccessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access",
        abstract: "List, give and end the access of users to accounts.",
        subcommands: [List.self, Grant.self, Revoke.self]
    )

    /// Command `access list`, which lists a user's accounts.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List a user's accounts.")

        @OptionGroup var output: ListingOption
        @Argument(help: "The user, by the name to sign in with.") var user: String

        func run() async throws { try await output.list { try await $0.access(ofUser: user, $1) } }
    }

    /// Command `access grant`, which gives or changes access.
    struct Grant: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a user see or operate an account, with its whole history."
        )

        enum Access: String, CaseIterable, ExpressibleByArgument {
            case masked, view, operate
        }

        @OptionGroup var act: UserAccountAct
        @Argument(help: "The access: masked, view or operate.") var access: Access

        func run() async throws { try await act.perform(.grant, [.access: access.rawValue]) }
    }

    /// Command `access revoke`, which takes access away.
    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a user's access to an account away."
        )

        @OptionGroup var act: UserAccountAct

        func run() async throws { try await act.perform(.revoke) }
    }
}

/// Command `counterfoild payee`, which manages payees.
struct PayeeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payee",
        abstract: "List, add and remove the payees of a user.",
        subcommands: [List.self, Add.self, Remove.self]
    )

    /// Command `payee list`, which lists a user's payees.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List a user's payees.")

        @OptionGroup var output: ListingOption
        @Argument(help: "The user, by the name to sign in with.") var user: String

        func run() async throws { try await output.list { try await $0.payees(ofUser: user, $1) } }
    }

    /// Command `payee add`, which adds or renames a payee.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put an account on a user's list of payees, or change its name there."
        )

        @OptionGroup var act: UserAccountAct
        @Option(help: "The name to show; the holder's if none is given.") var name: String?

        func run() async throws { try await act.perform(.addPayee, [.name: name]) }
    }

    /// Command `payee remove`, which removes a payee.
    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take an account off a user's list of payees."
        )

        @OptionGroup var act: UserAccountAct

        func run() async throws { try await act.perform(.removePayee) }
    }
}
