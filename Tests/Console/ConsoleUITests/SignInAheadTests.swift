// Goal: keys typed during a sign-in go to the next screen, and never into a secret.
// Method: answers are held while keys come; what stands there afterwards, and what the bank was asked.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import TerminalKit
import Testing

@Suite("Typed ahead of a sign-in")
struct SignInAheadTests {
    /// A stage on which a sign-in is being checked.
    private func checking(_ bank: ScriptedBank = ScriptedBank()) throws -> Stage {
        var stage = Stage(bank: bank)
        stage.holdsAnswers = true
        try stage.signIn()
        return stage
    }

    // Symptom: `t` during "Asking the bank" was lost, and so was `g s` after the code.
    @Test("keys are kept in order for the screen that comes")
    func kept() throws {
        var stage = try checking()
        try stage.press("t")
        stage.type("kaveri")
        try stage.press("Enter")
        #expect(stage.model.id == "signIn")
        stage.release()
        #expect(stage.model.id == "transfer")
        #expect(stage.model.crumbs[TransferStep.amount.rawValue].state == .current)
        stage = try checking()
        try stage.press("g", "s")
        stage.release()
        #expect(stage.model.id == "statements")
    }

    @Test("Tab goes to the other list of the screen that comes, and no further than what is loaded")
    func tab() throws {
        var stage = try checking()
        try stage.press("Tab", "Down")
        stage.release()
        #expect(stage.model.focusedList?.id == "activity")
        #expect(stage.model.focusedList?.selected == 1)
    }

    @Test("a sign-in that fails takes what was typed ahead with it")
    func failed() throws {
        var bank = ScriptedBank()
        bank.signInOutcome = .refused
        var stage = try checking(bank)
        stage.type("t\(ScriptedBank.code)")
        try stage.press("Enter")
        stage.release()
        #expect(stage.model.id == "signIn")
        #expect(!stage.text.contains("[*"))
        #expect(stage.console.workspace.typedAhead.isEmpty)
        #expect(stage.bank.log == ["signIn asha"])
    }

    @Test("no question that a failure asks is answered by what was typed before it")
    func unreachable() throws {
        var bank = ScriptedBank()
        bank.signInOutcome = .unreachable(.lineDown, copy: .here)
        var stage = try checking(bank)
        try stage.press("t", "Tab", "Enter")
        stage.release()
        #expect(stage.model.dialog != nil)
        #expect(stage.console.workspace.typedAhead.isEmpty)
        #expect(stage.bank.log == ["signIn asha"])
    }

    @Test("a second Enter is told that the bank is asked, and opens nothing afterwards")
    func enter() throws {
        var stage = try checking()
        try stage.press("Enter")
        #expect(stage.model.toast?.text.plain == "The bank is being asked.")
        stage.release()
        #expect(stage.model.id == "overview")
    }

    @Test("a code that is typed again is sent nowhere")
    func codeAgain() throws {
        var stage = try checking()
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        stage.release()
        #expect(stage.bank.log.count { $0 == "signIn asha" } == 1)
        #expect(stage.bank.authorisedKeys.isEmpty)
    }

    @Test("whoever goes back or leaves forgets what was typed ahead", arguments: ["Esc", "F10"])
    func forgotten(_ key: String) throws {
        var stage = try checking()
        try stage.press("t", "Right", "Enter", key)
        #expect(stage.console.workspace.typedAhead.isEmpty)
        #expect(stage.model.dialog != nil)
        stage.release()
        #expect(stage.model.id == "overview")
        #expect(stage.shell.isEmpty)
    }

    // Symptom: after the bank's order to destroy the record the name was empty, and what was typed as
    // one went into the password.
    @Test("where no name may stay it is asked for first, and one that stays is not")
    func nameFirst() throws {
        var stage = try Stage.signedIn()
        var other = stage
        stage.bank.notice = .wiped
        stage.tell(.statusChanged(stage.bank.status))
        stage.tell(.signedOut)
        #expect(stage.model.focusedField?.id == "user")
        other.tell(.signedOut)
        #expect(other.model.focusedField?.id == "password")
    }
}
