import ArgumentParser
import BankDaemon
import CoreVocabulary
import ProgramOutput

/// Command `counterfoild session`, which shows active sessions.
struct SessionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session",
        abstract: "List the sessions that are under way; `token revoke` ends them.",
        subcommands: [List.self]
    )

    /// Command `session list`, which lists active sessions.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the sessions that are under way."
        )

        @OptionGroup var output: ListingOption
        @Option(help: ArgumentHelp("Only those of this user.", valueName: "name"))
        var user: String?

        func run() async throws {
            try await output.list { try await $0.sessions(ofUser: user, $1) }
        }
    }
}

/// Command `counterfoild terminal`, which shows branch terminals.
struct TerminalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "terminal",
        abstract: "List the terminals; `keys device` makes one, `token revoke` ends its trust.",
        subcommands: [List.self]
    )

    /// Command `terminal list`, which lists branch terminals.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the terminals with a certificate here, or that were seen or revoked."
        )

        @OptionGroup var output: ListingOption

        func run() async throws { try await output.list { try await $0.terminals($1) } }
    }
}

/// Command `counterfoild audit`, which reads the audit log.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Read the audit log.",
        subcommands: [List.self]
    )

    /// Command `audit list`, which lists audit rows.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the lines of the audit log with names, oldest first.",
            discussion: """
                With the account as --object, what was booked, held or released on it is listed as \
                well; a line that stands for several transfers is found by the first of them.
                """
        )

        @OptionGroup var output: ListingOption
        @Option(
            help: ArgumentHelp("Only what this user did, or was done to them.", valueName: "name")
        )
        var user: String?
        @Option(help: ArgumentHelp("The first day.", valueName: "yyyy-mm-dd"))
        var from: String?
        @Option(help: ArgumentHelp("The last day.", valueName: "yyyy-mm-dd"))
        var to: String?
        @Option(
            help: ArgumentHelp(
                "Only what booked this; `transfer show` tells all about it.",
                valueName: "receipt"
            )
        )
        var receipt: String?
        @Option(
            help: ArgumentHelp(
                "Only what was done to this: an identifier, an account, or a name as listed.",
                valueName: "object"
            )
        )
        var object: String?

        func run() async throws {
            try await Reporting.run {
                let filter = AuditReader.Filter(
                    user: user,
                    from: try Self.day(from, of: "--from"),
                    through: try Self.day(to, of: "--to"),
                    receipt: receipt,
                    object: object
                )
                if let first = filter.from, let last = filter.through, first > last {
                    throw DaemonError(
                        "--from \(first) is after --to \(last); no day is in between.",
                        .badData
                    )
                }
                let zone = try output.place.settings().zone
                let reader = try AuditReader(output.place.folder, zone: zone)
                try await output.show { try await reader.forEach(filter, $0) }
            }
        }

        private static func day(
            _ text: String?,
            of option: String
        ) throws(DaemonError) -> BusinessDate? {
            guard let text else { return nil }
            guard let day = BusinessDate(text) else {
                throw DaemonError(
                    "\(option) takes a day such as 2026-11-20, not '\(text)'.",
                    .badData
                )
            }
            return day
        }
    }
}

/// Command `counterfoild backups`, which lists the backups made.
struct BackupsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backups",
        abstract: "List the backups that were made of the bank, and the master keys they need.",
        discussion: "The books need not be there: after a loss it says what can be restored."
    )

    @OptionGroup var output: ListingOption

    func run() async throws {
        try await Reporting.run {
            let folder = output.place.folder
            let book = BackupBook(folder)
            try output.show(book.listing(try output.place.settings().zone))
            let remarks = [book.note, book.noteOfUnfinished, folder.missingBooks?.description]
                .compactMap(\.self)
            for remark in remarks { StandardStream.writeError("counterfoil: \(remark)\n") }
            if let finding = book.finding { throw DaemonError(finding, .badData) }
        }
    }
}
