import ArgumentParser
import ClientTransport
import ConsoleUI
import CoreVocabulary
import LocalFiles
import Glibc
import MoneyCore
import ConsoleFiles
import ProgramOutput
import TerminalKit

/// Subcommand `connect`, the default: the console at a bank.
struct ConnectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connect",
        abstract: "Open the console at a bank; the word itself may be left out.",
        discussion: """
            A bank is named with --server and --ca, or by a profile; without either, the profile \
            'default' is taken. Options count before variables, and both before the profile.

            VARIABLES
              COUNTERFOIL_PROFILE, COUNTERFOIL_PROFILES   as --profile and --profiles
              COUNTERFOIL_SERVER, COUNTERFOIL_CA, COUNTERFOIL_CERT, COUNTERFOIL_KEY,
              COUNTERFOIL_PROXY, COUNTERFOIL_STATE, COUNTERFOIL_THEME   as the options
              COUNTERFOIL_SOCKET   a socket of this machine in place of a server
              https_proxy, all_proxy, no_proxy   the proxy, where none is named otherwise
              XDG_CONFIG_HOME, XDG_STATE_HOME   in place of ~/.config and ~/.local/state
            """
    )

    /// Theme that is used if none is named.
    static let defaultTheme = "dark"

    @OptionGroup(title: "The bank") var bank: BankOptions

    @Option(
        help: ArgumentHelp(
            "A bank by the name that it has in the file of profiles.",
            valueName: "name"
        )
    )
    var profile: String?

    @OptionGroup var files: ProfileOptions

    @Flag(help: "Plain lines instead of a screen: for screen readers and simple terminals.")
    var linear = false

    func run() throws {
        let choice = try CommandFailure.reporting { try choose() }
        let status = try CommandFailure.reporting { try connect(choice) }
        // Not exit(3): its handlers free memory of OpenSSL and SQLite that a service still running
        // may use.
        _exit(status)
    }

    private func choose() throws -> BankChoice {
        let name = profile ?? ProcessEnvironment["COUNTERFOIL_PROFILE"]
        let isServerNamed =
            bank.server != nil || ProcessEnvironment["COUNTERFOIL_SERVER"] != nil
            || ProcessEnvironment["COUNTERFOIL_SOCKET"] != nil
        // If a server is named without a profile, the file of profiles is not read.
        guard name != nil || !isServerNamed else {
            return try BankChoice(bank, profile: nil, profileFolder: ".")
        }
        let book = try files.open()
        let found = book[name ?? Profile.defaultName]
        if let name, found == nil {
            throw CommandFailure(
                "There is no profile '\(name)' in \(book.file). "
                    + "`counterfoil profile list` shows those that are there.",
                .noInput
            )
        }
        if found == nil, CommandLine.arguments.count == 1 {
            throw CleanExit.helpRequest(Counterfoil.self)
        }
        let folder = LocalFolder.folder(of: book.file)
        return try BankChoice(bank, profile: found, profileFolder: folder)
    }

    private func connect(_ choice: BankChoice) throws -> CInt {
        if case .https(_, _, let files, _) = choice.line {
            try TLSFileCheck.report(files, at: SystemClock().now())
        }
        // Otherwise libcurl would write the session keys of every connection into the file named
        // here.
        unsetenv("SSLKEYLOGFILE")
        try PrivatePlace.makeFolder(choice.stateFolder, with: LocalFolder.makeAll)
        try PrivatePlace.makeFolder(choice.folder)
        let appearance = try ConsoleSession.Appearance.prepared(
            theme: choice.theme ?? Self.defaultTheme,
            for: .live,
            prefersLines: linear
        )
        let link = HTTPLink(
            HTTPLinkSettings(line: choice.line, userAgent: "counterfoil/\(Counterfoil.version)")
        )
        // The bank sends its time zone at sign-in and with each connection. A bank of an earlier
        // release does not, and is assumed to be in India.
        let configuration = ConsoleConfiguration(
            environment: .live,
            bankName: choice.name,
            zone: .india,
            convention: .india,
            canSuspend: true,
            keepsOfflineCopy: true
        )
        let session = try ConsoleSession(
            link: link,
            folder: choice.folder,
            zone: configuration.zone
        )
        return try session.run(
            appearance,
            configuration: { _ in configuration },
            beside: Self.requireLibrary
        ).processStatus
    }

    /// Loads libcurl after the first paint, because loading takes as long as painting.
    @Sendable
    private static func requireLibrary(_: ConsoleInbox) async throws(CommandFailure) {
        guard HTTPLink.loadLibrary() else {
            throw CommandFailure(
                "libcurl is missing on this machine, and without it there is no line to a bank. "
                    + "Install the package libcurl4.",
                .unavailable
            )
        }
    }
}
