import BankFixture
import ConsoleUI
import MoneyCore
import TerminalCurses
import TerminalKit

/// The parts of a demo, put together: a bank in this process, and a console with a line to it.
struct DemoSession: Sendable {
    let branch: DemoBranch
    private let front: FixtureFront
    private let console: ConsoleSession

    init(front: FixtureFront, branch: DemoBranch, folder: StateFolder) throws {
        self.front = front
        self.branch = branch
        let link = DemoLink { request in await branch.handle(request) }
        console = try ConsoleSession(
            link: link,
            demoLine: link,
            folder: folder.consolePath,
            zone: front.zone
        )
    }

    /// Runs the console, and opens the bank while it is already up.
    ///
    /// - Throws: Why the bank could not be opened, once the screen is closed.
    func run(_ appearance: ConsoleSession.Appearance) throws -> LoopEnd {
        try console.run(
            appearance,
            configuration: { configuration(standIn: $0) },
            beside: { () async throws(CommandFailure) in try await openBank() }
        )
    }

    private func openBank() async throws(CommandFailure) {
        do {
            try await branch.open()
        } catch {
            throw error as? CommandFailure
                ?? CommandFailure("The demo's bank cannot be opened. \(error)", .software)
        }
    }

    private func configuration(standIn: TerminalName?) -> ConsoleConfiguration {
        var paragraphs = [
            "This is a demonstration. Nothing here is real, and nobody's money moves.",
            "Users: \(front.people.map(\.user).joined(separator: ", ")). "
                + "`counterfoil demo --users` prints passwords and authenticator secrets; "
                + "`oathtool --totp -b SECRET` prints a code.",
        ]
        if let standIn { paragraphs.append("This terminal is driven as \(standIn).") }
        return ConsoleConfiguration(
            environment: .demo,
            bankName: front.bankName,
            zone: front.zone,
            convention: .india,
            demoNotice: DemoNotice(paragraphs: paragraphs),
            hasLineCommands: true,
            canSuspend: true,
            keepsOfflineCopy: true
        )
    }
}
