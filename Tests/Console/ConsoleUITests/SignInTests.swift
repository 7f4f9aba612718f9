// Goal: signing in asks once, answers once and keeps no secret.
// Method: keys and time in; what the bank was asked and what the screen says out.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import Cryptography
import IdentityCore
import TerminalKit
import Testing

@Suite("Sign in")
struct SignInTests {
    @Test("a wrong password and a wrong code get the same screen")
    func sameWords() throws {
        var texts: [String] = []
        for (password, code) in [("wrong", ScriptedBank.code), (ScriptedBank.password, "000000")] {
            var stage = Stage()
            stage.type("asha")
            try stage.press("Tab")
            stage.type(password)
            try stage.press("Tab")
            stage.type(code)
            try stage.press("Enter")
            texts.append(stage.text)
        }
        #expect(texts[0] == texts[1])
        #expect(texts[0].contains("The name, the password or the code is not right."))
    }

    @Test("nothing of a secret stands on the screen while it is typed")
    func masked() throws {
        var stage = Stage()
        stage.type("asha")
        try stage.press("Tab")
        stage.type("s3cretword")
        try stage.press("Tab")
        stage.type("918273")
        #expect(!stage.text.contains("s3cretword"))
        #expect(!stage.text.contains("918273"))
        #expect(stage.text.contains("**********"))
        #expect(!"\(stage.console)".contains("s3cretword"))
    }

    @Test("Enter goes from field to field and asks only when all are filled in")
    func enterMovesOn() throws {
        var stage = Stage()
        try stage.press("Enter")
        #expect(stage.text.contains("is needed"))
        stage.type("asha")
        try stage.press("Enter")
        stage.type(ScriptedBank.password)
        try stage.press("Enter")
        #expect(!stage.bank.log.contains("signIn asha"))
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.bank.log.contains("signIn asha"))
        #expect(stage.model.id == "overview")
    }

    @Test("a pasted line end does not sign in")
    func paste() throws {
        var stage = Stage()
        stage.type("asha")
        try stage.press("Tab")
        stage.type(ScriptedBank.password)
        try stage.press("Tab")
        stage.paste("123456\r\n")
        #expect(stage.bank.log.isEmpty)
        try stage.press("Enter")
        #expect(stage.model.id == "overview")
    }

    @Test("the wait is counted down, and Enter says how long")
    func waiting() throws {
        var bank = ScriptedBank()
        bank.signInOutcome = .mustWait(seconds: 30)
        var stage = Stage(bank: bank)
        try stage.signIn()
        #expect(stage.text.contains("Wait 30 seconds"))
        stage.wait(seconds: 12)
        #expect(stage.text.contains("Wait 18 seconds"))
        try stage.press("Enter")
        #expect(stage.model.toast?.text.plain.contains("Wait 18 seconds") == true)
        stage.wait(seconds: 18)
        #expect(stage.text.contains("You can try again now."))
        let asked = stage.bank.log.count
        stage.bank.signInOutcome = nil
        stage.type(ScriptedBank.password)
        try stage.press("Tab")
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.bank.log.count > asked)
    }

    @Test("a spinner shows after 300 ms and not before, and nothing else can be done meanwhile")
    func spinner() throws {
        var stage = Stage()
        stage.holdsAnswers = true
        try stage.signIn()
        #expect(stage.model.progress == nil)
        stage.wait(seconds: 1)
        #expect(stage.model.progress?.title == "Asking the bank")
        try stage.press("Enter", "Enter")
        #expect(stage.held.count == 1)
        stage.release()
        #expect(stage.model.id == "overview")
    }

    @Test("without a line it says so")
    func unreachable() throws {
        var bank = ScriptedBank()
        bank.line = .down(since: ScriptedBank.now)
        var stage = Stage(bank: bank)
        try stage.signIn()
        #expect(stage.text.contains("The bank cannot be reached"))
    }

    @Test("in a demonstration it names where names and codes come from, and nowhere else")
    func demoNotice() {
        #expect(Stage().text.contains("counterfoil demo --users"))
        let live = Console(
            configuration: ConsoleConfiguration(environment: .live, bankName: "Bank"),
            size: Size(width: 80, height: 24),
            at: ConsoleTime(wall: .epoch, steady: .epoch)
        )
        let size = Size(width: 80, height: 24)
        let text = CellRenderer.render(live.screen(size: size), size: size, glyphs: .unicode)
            .textPlane
        #expect(!text.contains("DEMO"))
        #expect(!text.contains("demo"))
    }

    @Test("a session that the bank ends forgets everything and says why")
    func ended() throws {
        var stage = try Stage.signedIn()
        try stage.beginTransfer()
        stage.tell(.signedOut)
        #expect(stage.model.id == "signIn")
        #expect(stage.text.contains("The bank ended your session."))
        #expect(stage.console.workspace.session == nil)
        #expect(stage.console.workspace.keptDraft == nil)
        #expect(!stage.text.contains("Kaveri"))
    }

    @Test("answers that come after sign-out concern nobody")
    func lateAnswers() throws {
        var stage = try Stage.signedIn()
        stage.holdsAnswers = true
        try stage.press("r", "q", "Right", "Enter")
        #expect(stage.model.id == "signIn")
        stage.release()
        #expect(stage.console.workspace.session == nil)
        #expect(stage.model.id == "signIn")
    }

    @Test("Ctrl-C twice leaves, once does not")
    func leaving() throws {
        var stage = try Stage.signedIn()
        try stage.press("Ctrl-C")
        #expect(stage.shell.isEmpty)
        stage.wait(seconds: 5)
        try stage.press("Ctrl-C")
        #expect(stage.shell.isEmpty)
        try stage.press("Ctrl-C")
        #expect(stage.shell == [.quit])
        #expect(stage.bank.log.contains("signOut"))
    }

    @Test("a secret from a prompt goes into the field that has the focus and is emptied")
    func promptedSecret() throws {
        var stage = Stage()
        stage.type("asha")
        try stage.press("Tab")
        let secret = SharedSecret(capacity: 64)
        for scalar in ScriptedBank.password.unicodeScalars { secret.append(scalar) }
        stage.console.enter(secret: secret, at: stage.time)
        #expect(secret.isEmpty)
        try stage.press("Tab")
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.model.id == "overview")
    }

    @Test("the line commands of a demonstration reach the line and say what to expect")
    func lineCommands() throws {
        var stage = try Stage.signedIn()
        for (key, command) in [("c", "cut"), ("m", "mend"), ("s", "slow"), ("r", "loseReplies")] {
            try stage.press("D", key)
            #expect(stage.bank.log.last == "line \(command)")
        }
        stage.wait(seconds: 60)
        try stage.press("D", "c")
        #expect(stage.text.contains("The line is cut."))
    }
}
