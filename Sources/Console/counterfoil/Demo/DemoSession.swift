import BankFixture
import ConsoleUI
import MoneyCore
import TerminalCurses
import TerminalKit

/// A complete demo: a bank in this process, and a console with a link to it.
struct DemoSession: Sendable {
    let branch: DemoBranch
    private let front: FixtureFront
    private let console: ConsoleSession
    private let signsInAs: String?

    /// Assembles the parts of a demo.
    init(
        front: FixtureFront,
        branch: DemoBranch,
        folder: StateFolder,
        signsInAs: String? = nil
    ) throws {
        self.front = front
        self.branch = branch
        self.signsInAs = signsInAs
        let link = DemoLink { request in await branch.handle(request) }
        console = try ConsoleSession(
            link: link,
            demoLine: link,
            demoPeople: DemoAuthenticators(front.people, of: branch),
            folder: folder.consolePath,
            zone: front.zone
        )
    }

    /// Runs the console, and opens the bank while it is visible; a failure is thrown after the end.
    func run(_ appearance: ConsoleSession.Appearance) throws -> LoopEnd {
        try console.run(
            appearance,
            configuration: { configuration(standIn: $0) },
            beside: { (inbox) async throws(CommandFailure) in try await openBank(inbox) }
        )
    }

    /// Opens the bank and reports the progress to the console.
    private func openBank(_ inbox: ConsoleInbox) async throws(CommandFailure) {
        do {
            inbox.put(.preparation(DemoPreparation(done: 0, total: nil)))
            try await branch.open { done, total in
                inbox.put(.preparation(DemoPreparation(done: done, total: total)))
            }
            inbox.put(.preparation(nil))
        } catch {
            throw error as? CommandFailure
                ?? CommandFailure("The demo's bank cannot be opened. \(error)", .software)
        }
    }

    private func configuration(standIn: TerminalName?) -> ConsoleConfiguration {
        var paragraphs = [
            "This is a demonstration. Nothing here is real, and nobody's money moves."
        ]
        if let standIn { paragraphs.append("This terminal is driven as \(standIn).") }
        return ConsoleConfiguration(
            environment: .demo,
            bankName: front.bankName,
            zone: front.zone,
            convention: .india,
            demoNotice: DemoNotice(
                paragraphs: paragraphs,
                people: front.people.map {
                    DemoPerson(user: $0.user, role: $0.role, name: $0.name)
                },
                signsInAs: signsInAs
            ),
            hasLineCommands: true,
            canSuspend: true,
            keepsOfflineCopy: true
        )
    }
}
