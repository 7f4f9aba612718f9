// Goal: the hint of Esc says what Esc does there.
// Method: keys to many states; the hint, and then the key.
@testable import ConsoleUI
import TerminalKit
import Testing

@Suite("The hint of Esc")
struct BackHintTests {
    private func hint(_ stage: Stage) -> String? {
        stage.model.hints.first { $0.key == "Esc" }?.title.plain
    }

    // Symptom: "Esc Back" stood where Esc asks whether to sign out, and where it clears the filter.
    @Test(
        "the hint names what the key does in this state",
        arguments: [
            ([], "", "Sign out"), (["Enter"], "", "Back"), (["q"], "", "Stay"),
            (["Enter", "/"], "kaveri", "Clear filter"), (["F10"], "", "Stay"),
            (["t"], "", "Back"), (["t"], "kaveri", "Clear filter"), (["?"], "", "Back"),
            (["?", "/"], "", "Clear filter"), (["/"], "", "Clear filter"),
            (["g", "l", "e"], "", "Cancel"), (["g", "s"], "", "Back"),
            (["g", "s", "Enter", "/"], "rent", "Clear filter"), (["t", "Ctrl-X"], "", "Keep it"),
        ] as [([String], String, String)]
    )
    func states(keys: [String], words: String, title: String) throws {
        var stage = try Stage.signedIn()
        for key in keys { try stage.press(key) }
        stage.type(words)
        #expect(hint(stage) == title)
    }

    @Test("at the sign-in it leaves, and over the copy it goes back to it")
    func signIn() throws {
        #expect(hint(Stage()) == "Leave")
        var stage = Stage()
        stage.holdsAnswers = true
        try stage.signIn()
        #expect(hint(stage) == "Leave")
        try stage.press("Esc")
        #expect(stage.model.dialog?.title == "Leave?", "also while the bank is asked")
        stage = try Stage.offlineCopy()
        try stage.press("g", "i")
        #expect(hint(stage) == "Back")
    }

    @Test("where a search goes on it stops that, and then it clears the filter")
    func search() throws {
        var stage = try Stage.signedIn()
        try stage.press("Enter", "/")
        stage.type("kaver")
        stage.holdsAnswers = true
        stage.type("i")
        try stage.press("Enter")
        #expect(hint(stage) == "Stop search")
        try stage.press("Esc")
        #expect(hint(stage) == "Clear filter")
        try stage.press("Esc")
        #expect(hint(stage) == "Back")
    }

    @Test("where a transfer would be left without a code, it says that it leaves")
    func needsCode() throws {
        var stage = try Stage.signedIn()
        try stage.reachCode()
        #expect(hint(stage) == "Back")
        stage.type("000000")
        try stage.press("Enter")
        #expect(hint(stage) == "Leave")
        try stage.press("Esc")
        #expect(hint(stage) == "Enter a code")
    }

    @Test(
        "Back asks nothing, Leave and Sign out ask, and Clear filter leaves no filter",
        arguments: GoldenScreenTests.scenes + NetworkGoldenTests.scenes
    )
    func everyScene(_ scene: GoldenScreenTests.Scene) throws {
        var stage = Stage()
        try scene.play(&stage)
        guard let title = hint(stage), stage.model.lock == nil else { return }
        let wasAsked = stage.model.dialog != nil
        let screens = stage.console.workspace.stack.count
        try stage.press("Esc")
        switch title {
        case "Sign out", "Leave": #expect(stage.model.dialog != nil)
        case "Clear filter":
            #expect(stage.console.workspace.stack.count == screens)
            #expect(stage.model.focusedList?.filter?.text.isEmpty != false)
        case "Back": #expect(stage.model.dialog == nil && !wasAsked)
        default: #expect(wasAsked && stage.model.dialog == nil, "\(title)")
        }
    }
}
