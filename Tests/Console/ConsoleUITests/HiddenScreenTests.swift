// Goal: nothing is done on a screen that nobody sees.
// Method: keys into terminals that are too small for the screen; what was asked of the bank out.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import IdentityCore
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

    // Symptom: a transfer that was decided while its window was too small counted as seen, and was
    // gone from the inbox before anybody could read it.
    @Test("what is decided while the screen does not fit stays to be read until it is seen")
    func decided() throws {
        var stage = try Stage.signedIn()
        stage.goOffline()
        try stage.reachCode()
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        let reviewed = try #require(stage.bank.outbox.first).reviewed
        let decision = stage.bank.decision(reviewed.intentKey)
        stage.resize(Self.small)
        stage.bank.outbox = [stage.bank.item(reviewed, .decided(decision))]
        stage.tell(.outboxChanged)
        #expect(!stage.bank.log.contains("acknowledge"))
        stage.resize(Self.large)
        #expect(stage.text.contains("the money has moved"))
        #expect(!stage.bank.log.contains("acknowledge"))
        try stage.press("Enter")
        #expect(stage.bank.log.contains("acknowledge"))
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

    @Test("a lock that does not fit opens for nobody, and F10 twice signs out")
    func lock() throws {
        var stage = try Stage.signedIn()
        try stage.press("L")
        stage.resize(Self.small)
        stage.type(ScriptedBank.password)
        try stage.press("Enter")
        #expect(!stage.bank.log.contains("unlock"))
        #expect(stage.text.contains("F10 F10 Sign out"))
        #expect(!stage.text.contains("Unlock"))
        try stage.press("F10")
        #expect(stage.console.isSignedIn)
        try stage.press("F10")
        #expect(stage.bank.log.last == "signOut")
        #expect(!stage.console.isSignedIn)
    }

    // Symptom: one F10 in a window of 20x5 ended the program, and with it a draft that could not be
    // seen.
    @Test(
        "at any size F12 locks and F10 twice leaves, whatever is open, and the window says so",
        arguments: [[], ["t"], ["q"], ["?"], [":"], ["Enter", "/"]] as [[String]]
    )
    func lockAndLeave(_ keys: [String]) throws {
        var stage = try Stage.signedIn()
        for key in keys { try stage.press(key) }
        stage.resize(Self.small)
        #expect(stage.text.contains("F12 Lock"))
        #expect(stage.text.contains("F10 F10 Leave"))
        var locked = stage
        try locked.press("F12")
        #expect(locked.model.lock != nil)
        try stage.press("F10")
        #expect(stage.shell.isEmpty)
        // Once, and again after a while, is not twice.
        stage.wait(seconds: 4)
        try stage.press("F10")
        #expect(stage.shell.isEmpty)
        try stage.press("F10")
        #expect(stage.shell == [.quit])
        #expect(stage.bank.log.last == "signOut")
    }

    @Test("Ctrl-C twice leaves, and Ctrl-Z locks and suspends, where the screen does not fit")
    func controlKeys() throws {
        var stage = Stage(canSuspend: true)
        try stage.signIn()
        stage.resize(Self.small)
        var suspended = stage
        try suspended.press("Ctrl-Z")
        #expect(suspended.shell == [.suspend])
        #expect(suspended.model.lock != nil)
        try stage.press("Ctrl-C", "Ctrl-C")
        #expect(stage.shell == [.quit])
        #expect(stage.bank.log.last == "signOut")
    }

    // Symptom: in a window in which no screen fits, Esc took steps of a transfer back, emptied what was
    // typed and answered questions. Cause: it was taken wherever it asks nothing.
    @Test("whatever else is sent to a screen that nobody sees does nothing", arguments: scenes)
    func otherKeys(_ keys: [String]) throws {
        var bank = ScriptedBank()
        bank.outbox = [bank.transfer(1, .queued)]
        var stage = try Stage.signedIn(bank: bank)
        for key in keys { try stage.press(key) }
        stage.resize(Self.small)
        #expect(stage.text.contains("Please enlarge the window."))
        #expect(!stage.text.contains("Esc"))
        Self.expectNothing(Self.refused, in: stage)
    }

    @Test("whatever is sent to a filled form for signing in that nobody sees does nothing")
    func otherKeysAtSignIn() throws {
        var stage = Stage()
        stage.type("asha")
        try stage.press("Tab")
        stage.type(ScriptedBank.password)
        try stage.press("Tab")
        stage.type(ScriptedBank.code)
        stage.resize(Self.small)
        Self.expectNothing(Self.refused, in: stage)
    }

    // Symptom: in the middle of a transfer the window was too small for it, and Esc did nothing.
    @Test("where other screens fit, Esc goes back from one that does not, and the window says so")
    func back() throws {
        var stage = try Stage.signedIn()
        stage.console.workspace.stack.append(TallScreen())
        stage.resize(Self.large)
        #expect(stage.text.contains("Please enlarge the window."))
        #expect(stage.text.contains("Esc Back"))
        Self.expectNothing(Self.refused.filter { $0 != .key(.escape) }, in: stage)
        try stage.press("Esc")
        #expect(stage.model.id == "overview")
        #expect(!stage.text.contains("Please enlarge the window."))
    }

    @Test("a question that nobody can see is neither asked by Esc nor answered")
    func unseenQuestion() throws {
        var stage = try Stage.signedIn()
        stage.resize(Self.small)
        try stage.press("Esc")
        stage.resize(Self.large)
        #expect(stage.model.dialog == nil)
        try stage.press("Esc")
        stage.resize(Self.small)
        try stage.press("Esc")
        stage.resize(Self.large)
        #expect(stage.model.dialog != nil)
        try stage.press("Esc")
        #expect(stage.model.dialog == nil)
        let question = QuestionScreen.signOut(losesDraft: false)
        stage.console.workspace.stack += [TallScreen(), question] as [any ConsoleScreen]
        stage.resize(Self.large)
        #expect(stage.text.contains("Please enlarge the window."))
        #expect(!stage.text.contains("Esc"))
        try stage.press("Esc")
        #expect(stage.console.workspace.stack.count == 3)
        #expect(stage.console.isSignedIn)
    }

    @Test("a question locks too, so that a suspended console is never left open")
    func questionLocks() throws {
        var stage = try Stage.signedIn()
        try stage.press("q", "F12")
        #expect(stage.model.lock != nil)
    }

    // MARK: - What is sent

    /// Places where something could be done, as keys lead to them from the overview.
    private static let scenes: [[String]] = {
        let review = ["t", "k a v e r i Enter", "1 2 0 0 0 0 Enter", "I n v o i c e Enter", "Tab"]
        let code = review + ["Enter"]
        return [
            [], ["Enter / k a v"], ["g s Enter"], ["g o"], ["g l"], ["?"], [": l i n e"],
            ["q Right"], Array(review.prefix(2)), review, code + ["1 2 3 4 5 6"],
            code + ["0 0 0 0 0 0 Enter"], code + ["0 0 0 0 0 0 Enter Esc Right"],
            code + ["1 2 3 4 5 6 Enter"],
            ["L", "c o r r e c t Space h o r s e Space b a t t e r y"],
        ]
    }()

    /// What a terminal can send, but for F10, F12, Ctrl-C and Ctrl-Z, which lock and leave.
    private static let refused: [InputEvent] = {
        let typed = (UInt8(0x20)...0x7E).map { Key.character(Unicode.Scalar($0)) }
        let letters = "abdefghijklmnopqrstuvwxy".compactMap { Key(name: "Ctrl-\($0)") }
        let numbered = (1...24).filter { $0 != 10 && $0 != 12 }.map { Key.function($0) }
        let others: [Key] = [
            .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .insert, .delete,
            .backspace, .tab, .backTab, .enter, .escape, .control(" "),
        ]
        let held = ["Alt-x", "Shift-Up", "Ctrl-Right", "Alt-Enter"].compactMap { Key(name: $0) }
        let rest: [InputEvent] = [
            .paste("123456"), .paste("123456\r"), .pasteTooLong,
        ]
        let keys: [Key] = [typed, letters, numbered, others, held].flatMap { $0 }
        return keys.map { InputEvent.key($0) } + rest
    }()

    /// Sends each by itself: nothing is asked of anybody, and the screen and its message stay.
    private static func expectNothing(
        _ events: [InputEvent],
        in stage: Stage,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let model = stage.model
        for event in events {
            var other = stage
            let effects = other.console.update(.input(event), at: other.time)
            let isKept =
                other.console.workspace.pendingKeys.isEmpty
                && other.console.workspace.typedAhead.isEmpty
            #expect(effects.isEmpty, "\(event)", sourceLocation: sourceLocation)
            #expect(other.model == model, "\(event)", sourceLocation: sourceLocation)
            #expect(isKept, "\(event)", sourceLocation: sourceLocation)
        }
    }
}

/// A screen that needs more rows than a window of ordinary size has.
private struct TallScreen: ConsoleScreen {
    var kind: ScreenKind { .holds }
    var focus: InputFocus { .commands }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {}

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        .inherited
    }

    func show(in context: ScreenContext) -> ScreenContent {
        let block = Block.text(["Something that has to be read."])
        return ScreenContent(title: "Tall", blocks: Array(repeating: block, count: 40))
    }
}
