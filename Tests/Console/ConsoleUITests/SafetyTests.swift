// Goal: nobody moves money by accident, and nothing is lost by accident.
// Method: keys in; what the bank was asked, the state and the frame out.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import IdentityCore
import SyncCore
import TerminalKit
import Testing

@Suite("Safety of transfers")
struct SafetyTests {
    private func atReview() throws -> Stage {
        var stage = try Stage.signedIn()
        try stage.reachReview()
        return stage
    }

    @Test("Enter alone never moves money, however often it is pressed")
    func enterAlone() throws {
        var stage = try Stage.signedIn()
        try stage.beginTransfer()
        for _ in 0..<50 { try stage.press("Enter") }
        #expect(stage.bank.authorisedKeys.isEmpty)
    }

    @Test("the focus of the review starts on the answer that goes back to the amount")
    func focusOnChange() throws {
        let stage = try atReview()
        let buttons = try #require(stage.model.focusedButtons)
        let focused = try #require(buttons.focused)
        #expect(buttons.buttons[focused].kind == .safe)
        #expect(buttons.buttons[focused].title == "Change")
    }

    @Test("Enter twice with a code sends once")
    func doubleEnter() throws {
        var stage = try Stage.signedIn()
        try stage.reachCode()
        stage.type(ScriptedBank.code)
        stage.holdsAnswers = true
        try stage.press("Enter", "Enter", "Enter")
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        stage.release()
        try stage.press("Enter")
        #expect(stage.bank.authorisedKeys.count == 1)
    }

    @Test("the review has one key, also when the code was refused and another is typed")
    func oneKey() throws {
        var stage = try Stage.signedIn()
        try stage.reachCode()
        stage.type("000000")
        try stage.press("Enter")
        #expect(stage.text.contains("No money has moved"))
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.bank.authorisedKeys.count == 1)
        #expect(stage.bank.log.filter { $0 == "again" }.count == 1)
        #expect(stage.text.contains("posted"))
    }

    @Test("a paste confirms nothing at any step", arguments: ["\r", "\n", "y\r\n", "123456\r\n"])
    func pasteNeverConfirms(_ text: String) throws {
        var stage = try atReview()
        try stage.press("Tab")
        stage.paste(text)
        #expect(stage.model.crumbs[3].state == .current)
        try stage.press("Enter")
        stage.paste(text)
        #expect(stage.model.crumbs[4].state == .current)
        #expect(stage.bank.authorisedKeys.isEmpty)
    }

    @Test("Esc goes back step by step and keeps what was typed")
    func escapeKeepsDraft() throws {
        var stage = try atReview()
        try stage.press("Esc", "Esc", "Esc", "Esc")
        #expect(stage.model.id == "transfer")
        try stage.press("Esc")
        #expect(stage.model.id == "overview")
        try stage.press("t")
        #expect(stage.model.id == "transfer")
        try stage.press("Enter", "Enter")
        #expect(stage.text.contains("Kaveri Grocers"))
        #expect(stage.text.contains("120000"))
        #expect(stage.text.contains("Invoice 1182"))
    }

    @Test("a draft is forgotten only when somebody says so")
    func discard() throws {
        var stage = try atReview()
        try stage.press("Ctrl-X", "Enter")
        #expect(stage.model.id == "transfer", "the safe answer has the focus")
        try stage.press("Ctrl-X", "Right", "Enter")
        #expect(stage.model.id == "overview")
        try stage.press("t")
        #expect(!stage.text.contains("Step 4"))
        #expect(stage.console.workspace.keptDraft == nil)
    }

    @Test("going elsewhere by a key keeps the draft")
    func goingHomeKeepsDraft() throws {
        var stage = try atReview()
        try stage.press("F2")
        #expect(stage.model.id == "overview")
        try stage.press("t")
        #expect(stage.model.crumbs[3].state == .current)
    }

    @Test("a line that drops in the middle keeps the draft, and the transfer is queued")
    func lineDrops() throws {
        var stage = try Stage.signedIn()
        try stage.beginTransfer()
        stage.goOffline()
        #expect(stage.text.contains("120000"))
        try stage.press("Enter", "Tab", "Enter")
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.text.contains("queued, not sent yet"))
        #expect(stage.text.contains("No money has moved"))
    }

    @Test("a queued transfer changes no balance and stands on a line of its own")
    func queuedLine() throws {
        var stage = try Stage.signedIn()
        let before = try #require(stage.bank.summaries.first).balance
        stage.goOffline()
        try stage.reachCode()
        stage.type(ScriptedBank.code)
        try stage.press("Enter", "Enter")
        let after = try #require(stage.bank.summaries.first).balance
        #expect(before.available == after.available)
        #expect(stage.text.contains("Queued from Savings"))
        #expect(stage.text.contains("not sent, in no balance"))
    }

    @Test("a transfer that waits can be taken back, after a question")
    func takeBack() throws {
        var stage = try Stage.signedIn()
        stage.goOffline()
        try stage.reachCode()
        stage.type(ScriptedBank.code)
        try stage.press("Enter", "Enter", "F7", "c", "Enter")
        #expect(!stage.bank.log.contains("cancel"))
        try stage.press("c", "Right", "Enter")
        #expect(stage.bank.log.contains("cancel"))
        #expect(stage.text.contains("Nothing waits"))
    }

    @Test("what the bank decides meanwhile is told wherever one is")
    func decisionIsTold() throws {
        var stage = try Stage.signedIn()
        stage.goOffline()
        try stage.reachCode()
        stage.type(ScriptedBank.code)
        try stage.press("Enter", "Enter")
        let item = try #require(stage.bank.outbox.first)
        stage.bank.outbox = [
            stage.bank.item(
                item.reviewed,
                .decided(stage.bank.decision(item.reviewed.intentKey))
            )
        ]
        stage.comeBack()
        stage.wait(seconds: 10)
        stage.tell(.outboxChanged)
        #expect(stage.text.contains("A transfer that was waiting was posted."))
    }

    @Test(
        "every reason why a draft cannot be reviewed is said where it was typed",
        arguments: DraftProblem.allCases
    )
    func draftProblems(_ problem: DraftProblem) throws {
        var stage = try Stage.signedIn()
        stage.bank.draftProblem = problem
        try stage.reachReview()
        #expect(stage.model.crumbs[2].state == .current)
        let words = stage.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let start = Sentences.draft(problem, for: .customer).happened.prefix(24)
        #expect(words.contains(start))
    }

    @Test("a role that only looks cannot begin a transfer and is told why")
    func auditor() throws {
        var bank = ScriptedBank()
        bank.becomeAuditor()
        var stage = try Stage.signedIn(bank: bank)
        #expect(stage.text.contains("READ-ONLY"))
        #expect(!stage.text.contains("0012 3456"))
        #expect(stage.text.contains("**** 7890"))
        try stage.press("t")
        #expect(stage.model.id == "overview")
        #expect(stage.text.contains("Auditors can look, but change nothing."))
    }
}
