import ArgumentParser
import BankDaemon
import CoreVocabulary

/// Command `counterfoild token`, which revokes sessions and terminals.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Revoke sessions and terminals.",
        subcommands: [Revoke.self]
    )

    /// Command `token revoke`, which ends sessions at once.
    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End sessions at once; their tokens are worth nothing from now on.",
            discussion: "Give exactly one of --user, --session and --terminal."
        )

        @OptionGroup var place: DataOption
        @Option(help: ArgumentHelp("Every session of a user.", valueName: "name"))
        var user: String?
        @Option(help: ArgumentHelp("One session, by its identifier.", valueName: "id"))
        var session: String?
        @Option(
            help: ArgumentHelp(
                "A branch terminal and all its sessions, for good.",
                valueName: "name"
            )
        )
        var terminal: String?
        @Flag(
            help:
                "With --terminal: also one whose certificate was made elsewhere and that nobody used."
        )
        var unseen = false
        @Flag(help: "With --session: the console must destroy its record.")
        var wipe = false

        func validate() throws {
            let count = [user != nil, session != nil, terminal != nil].count { $0 }
            guard count == 1 else {
                throw ValidationError("Give exactly one of --user, --session and --terminal.")
            }
            guard !wipe || session != nil else {
                throw ValidationError("--wipe goes with --session.")
            }
            guard !unseen || terminal != nil else {
                throw ValidationError("--unseen goes with --terminal.")
            }
        }

        func run() async throws {
            try await Reporting.run {
                if let user {
                    try await AdminAct.perform(.revokeSessions(of: user), at: place)
                } else if let session {
                    let id: SessionID = try OperatorText.identifier(session, "session")
                    try await AdminAct.perform(.revokeSession(id, isWiping: wipe), at: place)
                } else if let terminal {
                    try await AdminAct.perform(
                        .revokeTerminal(terminal, isUnseen: unseen),
                        at: place
                    )
                }
            }
        }
    }
}
