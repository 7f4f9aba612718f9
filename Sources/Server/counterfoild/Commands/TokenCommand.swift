import ArgumentParser
import BankDaemon
import CoreVocabulary

/// `counterfoild token`: what consoles prove themselves with.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Take the tokens of sessions and terminals back.",
        subcommands: [Revoke.self]
    )

    /// `token revoke`.
    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End sessions at once; their tokens are worth nothing from now on.",
            discussion: "Give exactly one of --user, --session and --terminal."
        )

        @OptionGroup var place: DataOption
        @Option(help: ArgumentHelp("Every session of a user.", valueName: "name"))
        var user: String?
        @Option(
            help: ArgumentHelp("One session, by its identifier.", valueName: "id"),
            transform: { text in
                guard let id = SessionID(text) else {
                    throw ValidationError("'\(text)' is no identifier of a session.")
                }
                return id
            }
        )
        var session: SessionID?
        @Option(
            help: ArgumentHelp(
                "A branch terminal and all its sessions, for good.",
                valueName: "name"
            )
        )
        var terminal: String?
        @Flag(help: "With --session: the console must destroy what it holds.")
        var wipe = false

        func validate() throws {
            let count = [user != nil, session != nil, terminal != nil].count { $0 }
            guard count == 1 else {
                throw ValidationError("Give exactly one of --user, --session and --terminal.")
            }
            guard !wipe || session != nil else {
                throw ValidationError("--wipe goes with --session.")
            }
        }

        func run() async throws {
            try await Reporting.run {
                if let user {
                    try await AdminAct.perform(.revokeSessions(of: user), at: place)
                } else if let session {
                    try await AdminAct.perform(
                        .revokeSession(session, isWiping: wipe),
                        at: place
                    )
                } else if let terminal {
                    try await AdminAct.perform(.revokeTerminal(terminal), at: place)
                }
            }
        }
    }
}
