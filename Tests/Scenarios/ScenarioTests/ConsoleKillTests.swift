import Glibc
import PseudoTerminal
import Testing

/// Goal: a console that dies in the middle of a transfer leaves nothing half done and says so.
///
/// Method: SIGKILL at the console itself while it authorises; then a new one on the same state.
@Suite("Scenario: the console is killed")
struct ConsoleKillTests {
    /// When the console is killed.
    enum Moment: String, CaseIterable, CustomTestStringConvertible {
        case asTheCodeIsSent = "as the code is sent"
        case whileAnswersAreLost = "while answers are lost"
        case whenItSaidDone = "when it said done"

        var testDescription: String { rawValue }
    }

    @Test("the next one shows the transfer once or not at all", arguments: Moment.allCases)
    func kill(at moment: Moment) async throws {
        let state = try DemoState()
        let rohan = try DemoUser.named("rohan")
        let authenticator = Authenticator(rohan)
        let first = try ConsoleSession(state, width: 80, height: 24)
        try await first.signIn(rohan, authenticator)
        if moment == .whileAnswersAreLost {
            first.press("Dr")
            try first.waitForBar("Accounts", "offline")
        }
        try first.reviewTransfer(to: "0498", amount: "31.41", reference: "kill me")
        try first.enterCode(try await authenticator.code())
        switch moment {
        case .asTheCodeIsSent: break
        case .whileAnswersAreLost: try first.wait(for: "no decision of the bank's arrived")
        case .whenItSaidDone: try first.wait(for: "The bank posted it: the money has moved.")
        }
        first.terminal.signal(SIGKILL)
        #expect(try first.terminal.waitForEnd() == .killed(Int(SIGKILL)))

        let second = try ConsoleSession(state, width: 80, height: 24)
        try await second.signIn(rohan, authenticator)
        try second.wait(until: "nothing to wait") { !$0.contains("waiting") }
        second.press(ConsoleSession.Key.enter)
        try second.wait(until: "the newest entries") {
            $0.contains("newest first") && !$0.contains("∙∙∙")
        }
        let shownCount = second.screen.lines.count { $0.contains("kill me") }
        try second.leave()
        let books = try Books(state)
        try books.expectSound()
        #expect(books.postings(of: "kill me").count == shownCount)
        #expect(shownCount <= 1)
        #expect(moment == .asTheCodeIsSent || shownCount == 1)
    }

    @Test("a first start that is killed is made good by the next one")
    func firstStart() async throws {
        let folder = try TemporaryFolder()
        let arguments = ["demo", "--state", "\(folder.path)/state", "--entries", "15000"]
        let first = try BuiltProgram.start("counterfoil", arguments)
        try first.waitForText("Posting entries: ")
        first.signal(SIGKILL)
        #expect(try first.waitForEnd() == .killed(Int(SIGKILL)))
        let export = try CommandRun.counterfoil(
            ["export", "--state", "\(folder.path)/state", "--format", "csv"])
        #expect(export.status == 66, "half a bank was exported")

        let second = try ConsoleSession(BuiltProgram.start("counterfoil", arguments))
        let asha = try DemoUser.named("asha")
        try await second.signIn(asha, Authenticator(asha))
        try second.wait(for: "Volume")
        second.press("G", ConsoleSession.Key.enter)
        try second.wait(for: "1 of 15000, newest first")
        try second.leave()
    }
}
