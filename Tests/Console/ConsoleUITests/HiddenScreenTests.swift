// Goal: nothing is done on a screen that nobody sees.
// Method: keys into terminals that are too small for the screen; what was asked of the bank out.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import TerminalKit
import Testing

@Suite("Screens that do not fit")
struct HiddenScreenTests {
    private static let small = Size(width: 40, height: 10)
    private static let large = Size(width: 80, height: 24)

    // Symptom: behind "Please enlarge the window" a code could be typed and a transfer sent.
    @Test("a transfer cannot be authorised while its screen does not fit")
    func transfer() throws {
        var stage = try Stage.signedIn()
        try stage.reachCode()
        stage.resize(Self.small)
        #expect(stage.text.contains("Please enlarge the window."))
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.bank.authorisedKeys.isEmpty)
        stage.resize(Self.large)
        #expect(!stage.text.contains("****"), "what was typed unseen is nowhere")
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.bank.authorisedKeys.count == 1)
    }

    @Test("nobody signs in while the form does not fit, from the first key on")
    func signIn() throws {
        // A demonstration lists the names that there are.
        var stage = Stage(size: Self.small, environment: .live)
        try stage.signIn()
        stage.paste("asha")
        #expect(stage.bank.log.isEmpty)
        stage.resize(Self.large)
        #expect(!stage.text.contains("asha"))
        try stage.signIn()
        #expect(stage.model.id == "overview")
    }

    @Test("a lock that does not fit opens for nobody, and F10 signs out")
    func lock() throws {
        var stage = try Stage.signedIn()
        try stage.press("L")
        stage.resize(Self.small)
        stage.type(ScriptedBank.password)
        try stage.press("Enter")
        #expect(!stage.bank.log.contains("unlock"))
        #expect(stage.text.contains("F10 Sign out"))
        #expect(!stage.text.contains("Unlock"))
        try stage.press("F10")
        #expect(stage.bank.log.last == "signOut")
        #expect(!stage.console.isSignedIn)
    }

    @Test(
        "at any size F12 locks and F10 leaves, whatever is open, and the window says so",
        arguments: [[], ["t"], ["q"], ["?"], [":"], ["Enter", "/"]] as [[String]]
    )
    func lockAndLeave(_ keys: [String]) throws {
        var stage = try Stage.signedIn()
        for key in keys { try stage.press(key) }
        stage.resize(Self.small)
        #expect(stage.text.contains("F12 Lock"))
        #expect(stage.text.contains("F10 Leave"))
        var locked = stage
        try locked.press("F12")
        #expect(locked.model.lock != nil)
        try stage.press("F10")
        #expect(stage.shell == [.quit])
        #expect(stage.bank.log.last == "signOut")
    }

    // Symptom: in the middle of a transfer the window was too small for it, and Esc did nothing.
    @Test("Esc goes back from a screen that does not fit, and the window says what it does")
    func back() throws {
        var stage = try Stage.signedIn()
        try stage.reachCode()
        stage.resize(Self.small)
        #expect(stage.text.contains("Esc Back"))
        try stage.press("Esc", "Esc", "Esc")
        stage.resize(Self.large)
        #expect(stage.model.crumbs[1].state == .current)
        #expect(stage.bank.authorisedKeys.isEmpty)
        stage.type("lakshmi")
        stage.resize(Self.small)
        #expect(stage.text.contains("Esc Clear filter"))
        try stage.press("Esc", "Esc", "Esc")
        stage.resize(Self.large)
        #expect(stage.model.id == "overview")
        #expect(stage.console.keptDraft != nil)
    }

    @Test("where Esc would ask something that nobody can see, it is not offered and does nothing")
    func unseenQuestion() throws {
        var stage = try Stage.signedIn()
        stage.resize(Self.small)
        #expect(!stage.text.contains("Esc"))
        try stage.press("Esc")
        stage.resize(Self.large)
        #expect(stage.model.dialog == nil)
        try stage.press("Esc")
        #expect(stage.model.dialog != nil)
        stage.resize(Self.small)
        #expect(stage.text.contains("Esc Stay"))
        try stage.press("Esc")
        stage.resize(Self.large)
        #expect(stage.model.dialog == nil)
        #expect(stage.console.isSignedIn)
    }

    @Test("a question locks too, so that a suspended console is never left open")
    func questionLocks() throws {
        var stage = try Stage.signedIn()
        try stage.press("q", "F12")
        #expect(stage.model.lock != nil)
    }
}
