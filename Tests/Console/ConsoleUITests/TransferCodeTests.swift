// Goal: a message at the code field is about its content, and Enter there says that it sends.
// Method: codes are typed, filled in and forgotten; the error of the field, and the row of Enter.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import SyncCore
import TerminalKit
import Testing

@Suite("The code of a transfer")
struct TransferCodeTests {
    private static let notEnough = Sentences.notEnough(keepsMinimum: true, for: .customer).text

    private func atCode() throws -> Stage {
        var stage = try Stage.signedIn()
        try stage.reachCode()
        return stage
    }

    private func error(_ stage: Stage) -> String? {
        stage.model.focusedField?.error?.plain
    }

    // Symptom: "A code has digits only." and "is needed" beside an empty field. Cause: leaving emptied
    // the field and not what was said of it.
    @Test("an error goes when the field is emptied by leaving", arguments: ["ab", "", "12345"])
    func leaving(_ typed: String) throws {
        var stage = try atCode()
        stage.type(typed)
        try stage.press("Enter")
        #expect(error(stage) != nil)
        try stage.press("F2", "t")
        #expect(stage.model.focusedField?.kind == .code)
        #expect(error(stage) == nil)
    }

    // Symptom: six digits stood in the field, beside them "A code has digits only.", and Enter sent.
    @Test("an error goes when the field is filled in", arguments: ["ab", ""])
    func filledIn(_ typed: String) throws {
        var stage = try atCode()
        stage.type(typed)
        try stage.press("Enter")
        #expect(error(stage) != nil)
        try stage.press("Ctrl-F")
        #expect(error(stage) == nil)
        try stage.press("Enter")
        #expect(stage.bank.authorisedKeys.count == 1)
    }

    // Symptom: Enter on the empty field said "is needed", and no longer that the money is not there.
    @Test("that there is not enough goes before what is wrong with a code", arguments: ["", "ab"])
    func shortage(_ typed: String) throws {
        var stage = try atCode()
        stage.type(typed)
        try stage.press("Enter")
        stage.bank.accounts = stage.bank.accounts.map { $0.keeping(99_99_99_999_00) }
        stage.tell(.recordsChanged)
        #expect(error(stage) == Self.notEnough)
        try stage.press("Enter")
        #expect(error(stage) == Self.notEnough)
        try stage.press("F2", "t")
        #expect(error(stage) == Self.notEnough)
    }

    @Test("at sign-in an error stays with what was typed, where no code is filled in")
    func signIn() throws {
        func error(_ stage: Stage) -> SafeText? {
            for case .form(let form) in stage.model.blocks {
                return form.fields.first { $0.id == "code" }?.error
            }
            return nil
        }
        var stage = Stage()
        stage.type("asha")
        try stage.press("Tab", "Tab")
        stage.type("ab")
        stage.bank.hasCode = false
        try stage.press("Ctrl-F")
        #expect(stage.bank.log.last == "fillIn asha")
        #expect(error(stage) == "A code has digits only.")
        stage.bank.hasCode = true
        try stage.press("Ctrl-F")
        #expect(error(stage) == nil)
    }

    // MARK: - What Enter says

    private func enter(_ stage: Stage) -> Command<CommandID>? {
        stage.console.commandTable.commands.first { $0.action == .confirm }
    }

    // Symptom: "it never moves money by itself" of the Enter that moves it.
    @Test("Enter with a code says that it sends, for a draft and for one of the outbox")
    func sends() throws {
        var stage = try Stage.signedIn()
        try stage.reachReview()
        #expect(enter(stage)?.help == CommandRows.row(.confirm)?.help)
        try stage.press("Tab", "Enter")
        #expect(enter(stage)?.help == "Sends the transfer with the code that was typed.")
        #expect(enter(stage)?.title == "Send")
        var bank = ScriptedBank()
        bank.outbox = [bank.transfer(1, .needsCode(.wrong))]
        var waiting = try Stage.signedIn(bank: bank)
        try waiting.press("g", "o", "Enter")
        try #require(waiting.model.focusedField?.kind == .code)
        #expect(enter(waiting)?.help == "Sends the transfer with the code that was typed.")
    }

    // Symptom: "Tab Next field" for two answers.
    @Test("between answers the hint of Tab names the next answer")
    func answers() throws {
        func hint(_ stage: Stage) -> String? {
            stage.model.hints.first { $0.key == "Tab" }?.title.plain
        }
        var stage = try Stage.signedIn()
        try stage.press("q")
        #expect(hint(stage) == "Next answer")
        stage = try Stage.signedIn()
        try stage.beginTransfer()
        #expect(hint(stage) == "Next field")
        try stage.press("Enter")
        #expect(hint(stage) == "Next answer")
    }

    // Symptom: F10 and then Esc at the code emptied its field. Cause: whether a draft would be lost was
    // found out by leaving a copy of the screen, and both shared the secret.
    @Test("a question about leaving keeps the code that was typed")
    func questionKeepsCode() throws {
        var stage = try Stage.signedIn()
        try stage.reachCode()
        stage.type("123")
        try stage.press("F10")
        #expect(stage.console.workspace.top.kind == .question)
        try stage.press("Esc")
        #expect(stage.model.focusedField?.content == .masked(count: 3))
    }
}
