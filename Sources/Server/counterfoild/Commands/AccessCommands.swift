import ArgumentParser
import BankDaemon

/// The list of what a user has, as a command.
struct UserListing: ParsableArguments {
    @OptionGroup var output: ListingOption
    @Argument(help: "The user, by the name to sign in with.") var user: String

    /// Prints the list that a body reads of the name.
    func show(
        _ list: @escaping (BankListings, String, (Listing) throws -> Void) async throws -> Void
    ) async throws {
        try await Reporting.run {
            let listings = try output.listings()
            try await output.show { try await list(listings, user, $0) }
        }
    }
}

/// An act that is about a user and an account, as a command.
struct UserAccountAct: ParsableArguments {
    @OptionGroup var place: DataOption
    @Argument(help: "The user, by the name to sign in with.") var user: String
    @Argument(help: "The account, by its number or identifier.") var account: String

    /// Has the act carried out, with what else it says.
    func perform(
        _ kind: AccountAct.Kind,
        _ texts: [AccountAct.Field: String?] = [:]
    ) async throws {
        let subject: [AccountAct.Field: String?] = [.user: user, .account: account]
        try await AdminAct.run(kind, subject.merging(texts) { $1 }, at: place)
    }
}

/// `counterfoild access`: who sees and operates which account.
struct AccessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access",
        abstract: "List, give and take away what a user may do with accounts.",
        subcommands: [List.self, Grant.self, Revoke.self]
    )

    /// `access list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List a user's accounts.")

        @OptionGroup var listing: UserListing

        func run() async throws {
            try await listing.show { try await $0.access(ofUser: $1, $2) }
        }
    }

    /// `access grant`.
    struct Grant: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a user see or operate an account, with its whole history."
        )

        enum Access: String, CaseIterable, ExpressibleByArgument {
            case masked, view, operate
        }

        @OptionGroup var act: UserAccountAct
        @Argument(help: "What the user may do: masked, view or operate.") var access: Access

        func run() async throws {
            try await act.perform(.grant, [.access: access.rawValue])
        }
    }

    /// `access revoke`.
    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a user's access to an account away."
        )

        @OptionGroup var act: UserAccountAct

        func run() async throws {
            try await act.perform(.revoke)
        }
    }
}

/// `counterfoild payee`: whom a user may pay.
struct PayeeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payee",
        abstract: "List, add and remove the payees of a user.",
        subcommands: [List.self, Add.self, Remove.self]
    )

    /// `payee list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List a user's payees.")

        @OptionGroup var listing: UserListing

        func run() async throws {
            try await listing.show { try await $0.payees(ofUser: $1, $2) }
        }
    }

    /// `payee add`.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put an account on a user's list of payees, or change its name there."
        )

        @OptionGroup var act: UserAccountAct
        @Option(help: "The name to show; the holder's if none is given.") var name: String?

        func run() async throws {
            try await act.perform(.addPayee, [.name: name])
        }
    }

    /// `payee remove`.
    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take an account off a user's list of payees."
        )

        @OptionGroup var act: UserAccountAct

        func run() async throws {
            try await act.perform(.removePayee)
        }
    }
}
