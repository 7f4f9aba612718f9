import ArgumentParser
import BankDaemon

/// Command `counterfoild reverse`, which books the mirror of a transfer.
struct ReverseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reverse",
        abstract: "Reverse a booked transfer, once.",
        discussion: """
            Nothing booked is ever changed: the reversal stands beside it, on both accounts. It \
            keeps the limits of the accounts like any other transfer.
            """
    )

    @OptionGroup var place: DataOption
    @Argument(help: "The transfer, by its identifier, its receipt or the key of its intent.")
    var transfer: String
    @Option(help: "The reference for both sides; 'Reversal:' and the first one by default.")
    var reference: String?

    func run() async throws {
        try await AdminAct.run(.reverse, [.transfer: transfer, .reference: reference], at: place)
    }
}

/// Command `counterfoild transfer`, which looks transfers up.
struct TransferCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transfer",
        abstract: "Look a transfer up.",
        subcommands: [Show.self]
    )

    /// Command `transfer show`, which shows one transfer.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a transfer: both sides, when, by whom, its hold and its reversal.",
            discussion: "Books nothing. A server may be running."
        )

        @OptionGroup var output: ListingOption
        @Argument(help: "The receipt, the identifier of a transfer, or the key of an intent.")
        var transfer: String

        func run() async throws {
            try await Reporting.run {
                let zone = try output.place.settings().zone
                let reader = try TransferReader(output.place.folder, zone: zone)
                try await output.show { try $0(try await reader.facts(of: transfer)) }
            }
        }
    }
}

/// Command `counterfoild hold`, which manages holds.
struct HoldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Place, post or release holds.",
        discussion: "`account show` lists what an account holds.",
        subcommands: [Place.self, Post.self, Void.self]
    )

    /// Command `hold place`, which sets money aside.
    struct Place: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set money aside on an account; it stays booked and can no longer be spent."
        )

        @OptionGroup var place: DataOption
        @Argument(help: "The amount, such as 1500.00.") var amount: String
        @Option(help: ArgumentHelp("The account that pays.", valueName: "account"))
        var from: String
        @Option(help: ArgumentHelp("The account that is paid.", valueName: "account"))
        var to: String
        @Option(help: "The reference that the holder sees.") var reference: String
        @Option(
            help: ArgumentHelp(
                "The last day on which it can be taken; if none is given, it has no end.",
                valueName: "yyyy-mm-dd"
            )
        )
        var until: String?

        func run() async throws {
            try await AdminAct.run(
                .hold,
                [.amount: amount, .from: from, .to: to, .reference: reference, .until: until],
                at: place
            )
        }
    }

    /// Command `hold post`, which posts a hold.
    struct Post: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Post a hold, or a part of it; the rest is released."
        )

        @OptionGroup var place: DataOption
        @Argument(help: "The transfer that holds it.") var transfer: String
        @Option(help: "The amount; all of the hold by default.") var amount: String?

        func run() async throws {
            try await AdminAct.run(.postHold, [.transfer: transfer, .amount: amount], at: place)
        }
    }

    /// Command `hold void`, which releases a hold.
    struct Void: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Release a hold.")

        @OptionGroup var place: DataOption
        @Argument(help: "The transfer that holds it.") var transfer: String

        func run() async throws {
            try await AdminAct.run(.voidHold, [.transfer: transfer], at: place)
        }
    }
}
