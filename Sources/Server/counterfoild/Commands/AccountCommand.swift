import ArgumentParser
import BankDaemon

/// Command `counterfoild account`, which manages accounts.
struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "List, show, open, limit and close accounts.",
        subcommands: [List.self, Show.self, Open.self, Limits.self, Close.self]
    )

    /// Command `account list`, which lists all accounts.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List all accounts.")

        @OptionGroup var output: ListingOption

        func run() async throws { try await output.list { try await $0.accounts($1) } }
    }

    /// Command `account show`, which shows one account.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one account: its limits, its users and its holds."
        )

        @OptionGroup var output: ListingOption
        @Argument(help: "The account, by its number or identifier.") var account: String

        func run() async throws { try await output.list { try await $0.account(account, $1) } }
    }

    /// Options for the lowest and the highest balance of an account.
    struct Bounds: ParsableArguments {
        @Option(
            // A negative amount begins like an option.
            parsing: .unconditional,
            help: ArgumentHelp(
                "The lowest balance, below zero for an overdraft; `none` for no such limit.",
                valueName: "amount"
            )
        )
        var minimum: String?
        @Option(
            parsing: .unconditional,
            help: ArgumentHelp(
                "The highest balance; `none` for no such limit.",
                valueName: "amount"
            )
        )
        var maximum: String?
    }

    /// Command `account open`, which opens an account.
    struct Open: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open an account.",
            discussion: """
                Nobody sees it before `access grant`. An account of the bank itself, such as cash, \
                is opened with --side debit.
                """
        )

        @OptionGroup var place: DataOption
        @OptionGroup var bounds: Bounds
        @Argument(help: "The number that people know it by.") var number: String
        @Option(help: "The name of the holder.") var holder: String
        @Option(help: "The kind of account, such as Savings.") var product: String
        @Option(help: ArgumentHelp("The branch's IFSC.", valueName: "code")) var branch: String?
        @Option(help: ArgumentHelp("The currency; INR if none is given.", valueName: "code"))
        var currency: String?
        @Option(help: "The side on which it grows: credit, or debit for the bank's own.")
        var side: Side = .credit

        enum Side: String, CaseIterable, ExpressibleByArgument {
            case credit, debit
        }

        func run() async throws {
            // A customer's account has no overdraft by default.
            let minimum = bounds.minimum ?? (side == .credit ? "0" : nil)
            try await AdminAct.run(
                .open,
                [
                    .account: number, .holder: holder, .product: product, .branch: branch,
                    .currency: currency, .side: side.rawValue, .minimum: minimum,
                    .maximum: bounds.maximum,
                ],
                at: place
            )
        }
    }

    /// Command `account limits`, which changes an account's limits.
    struct Limits: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change an account's limits; its balance must already be within the new ones."
        )

        @OptionGroup var place: DataOption
        @OptionGroup var bounds: Bounds
        @Argument(help: "The account, by its number or identifier.") var account: String

        func validate() throws {
            guard bounds.minimum != nil || bounds.maximum != nil else {
                throw ValidationError("Say which: --minimum, --maximum, or both.")
            }
        }

        func run() async throws {
            try await AdminAct.run(
                .setLimits,
                [.account: account, .minimum: bounds.minimum, .maximum: bounds.maximum],
                at: place
            )
        }
    }

    /// Command `account close`, which closes an account permanently.
    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Close an account for good; it must be empty and hold nothing."
        )

        @OptionGroup var place: DataOption
        @Argument(help: "The account, by its number or identifier.") var account: String

        func run() async throws { try await AdminAct.run(.close, [.account: account], at: place) }
    }
}
