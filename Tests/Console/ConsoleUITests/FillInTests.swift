// Goal: a demonstration needs no second terminal: one key types what its people would, and nothing of
// it is there where money is real.
// Method: keys and lines in; what stands in the fields, and what was asked.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import TerminalKit
import Testing

@Suite("Filling in")
struct FillInTests {
    @Test("two keys sign in: one types name, password and code, the other sends them")
    func twoKeys() throws {
        var stage = Stage()
        #expect(stage.text.contains("Gopal Deshpande"))
        try stage.press("Ctrl-F")
        #expect(stage.model.id == "signIn")
        try stage.press("Enter")
        #expect(stage.model.id == "overview")
    }

    @Test("pressed again it types those of the next person, after a name those of that one")
    func people() throws {
        var stage = Stage()
        try stage.press("Ctrl-F", "Ctrl-F")
        #expect(stage.bank.log.suffix(2) == ["fillIn asha", "fillIn gopal"])
        try stage.press("Ctrl-F", "Ctrl-F")
        #expect(stage.bank.log.suffix(2) == ["fillIn nisha", "fillIn asha"])
        var named = Stage()
        named.type("nisha")
        try named.press("Ctrl-F")
        #expect(named.bank.log.last == "fillIn nisha")
    }

    // Symptom: asha's code stood in the field beside gopal's name, and was refused as his.
    @Test("a person's code does not stay for the next one, who has none")
    func nextWithoutCode() throws {
        var stage = Stage()
        try stage.press("Ctrl-F")
        stage.bank.hasCode = false
        try stage.press("Ctrl-F", "Tab", "Tab")
        #expect(stage.bank.log.last == "fillIn gopal")
        #expect(stage.model.focusedField?.kind == .code)
        try stage.press("Enter")
        #expect(!stage.bank.log.contains { $0.hasPrefix("signIn") })
        #expect(stage.model.id == "signIn")
    }

    @Test("somebody the demonstration was started as is signed in without a key")
    func startedAs() throws {
        var stage = Stage()
        stage.console = Console(
            configuration: ConsoleConfiguration(
                environment: .demo,
                bankName: "Bank",
                demoNotice: DemoNotice(paragraphs: [], people: Stage.people, signsInAs: "asha")
            ),
            size: stage.size,
            at: stage.time
        )
        for case .client(let effect) in stage.console.firstEffects {
            for reply in stage.bank.answer(effect) { stage.send(.reply(reply)) }
        }
        #expect(stage.model.id == "overview")
        #expect(Stage().console.firstEffects.isEmpty)
    }

    @Test("the code of a transfer is typed, and sent by Enter alone")
    func transferCode() throws {
        var stage = try Stage.signedIn()
        try stage.reachCode()
        try stage.press("Ctrl-F")
        #expect(stage.bank.authorisedKeys.isEmpty)
        try stage.press("Enter")
        #expect(stage.bank.authorisedKeys.count == 1)
    }

    @Test("while no code shows that was not used, it says when the next one comes")
    func noCode() throws {
        var stage = try Stage.signedIn()
        try stage.reachCode()
        stage.bank.hasCode = false
        try stage.press("Ctrl-F")
        #expect(stage.words.contains("The next one shows in 14 seconds"))
        try stage.press("Enter")
        #expect(stage.bank.authorisedKeys.isEmpty)
    }

    @Test("a locked demonstration is unlocked by two keys")
    func locked() throws {
        var stage = try Stage.signedIn()
        try stage.press("L", "Ctrl-F", "Enter")
        #expect(stage.model.lock == nil)
    }

    @Test("read out, a line types a secret, and an empty line sends it")
    func lines() {
        var talk = Talk()
        let filled = talk.hear(":fill in")
        #expect(filled.contains("Filled in for asha: name, password and code."))
        #expect(filled.contains("An empty line signs in; :fill in takes the next person."))
        #expect(!filled.contains("characters"))
        #expect(talk.hear(":fill in").contains("Filled in for gopal: "))
        talk.say(":fill in", ":fill in", "")
        #expect(talk.transcript.contains("signed in: Asha Rao"))
        talk.say("transfer", "kaveri", "1", "500", "Lunch", "2")
        #expect(talk.hear(":fill in").contains("Filled in: a code. An empty line sends it"))
        #expect(talk.bank.authorisedKeys.isEmpty)
        talk.say("")
        #expect(talk.bank.authorisedKeys.count == 1)
        talk.say("1", "lock")
        #expect(talk.hear(":fill in").contains("Filled in: the password."))
        talk.say("")
        #expect(talk.shell.console.workspace.lock == nil)
    }

    @Test("read out, what is filled in without a code says so, and that one is asked for")
    func linesWithoutCode() {
        var bank = ScriptedBank()
        bank.hasCode = false
        var talk = Talk(bank: bank)
        let filled = talk.hear(":fill in")
        #expect(filled.contains("Filled in for asha: name and password."))
        #expect(filled.contains("An empty line goes on to the code"))
        #expect(filled.contains("The next one shows in 14 seconds"))
        talk.say("")
        #expect(talk.shell.prompt == .init(text: "Code: ", isSecret: true))
    }

    @Test("where money is real there is no such key")
    func live() throws {
        var stage = Stage(environment: .live)
        #expect(!stage.text.contains("Ctrl-F"))
        try stage.press("Ctrl-F")
        try stage.signIn()
        try stage.reachCode()
        try stage.press("Ctrl-F")
        try stage.press("L", "Ctrl-F")
        #expect(!stage.bank.log.contains { $0.hasPrefix("fillIn") })
    }

    // Symptom: while the bank was prepared the form was empty after Enter, as if it had been refused.
    @Test("who signs in while the bank is being prepared sees what was sent, and that it goes on")
    func signInWhilePreparing() throws {
        var stage = Stage()
        stage.send(.preparation(DemoPreparation(done: 400, total: 1_600)))
        stage.holdsAnswers = true
        try stage.signIn()
        stage.wait(seconds: 3)
        let code = String(repeating: "*", count: ScriptedBank.code.count)
        #expect(stage.text.contains(String(repeating: "*", count: ScriptedBank.password.count)))
        #expect(stage.text.contains("[\(code)"))
        #expect(stage.words.contains("as soon as the made-up bank is prepared"))
        #expect(stage.text.contains("25%"))
        stage.send(.preparation(nil))
        #expect(!stage.words.contains("made-up bank is prepared"))
        stage.release()
        #expect(stage.model.id == "overview")
        // What the bank refused is to be typed again.
        stage = Stage()
        stage.holdsAnswers = true
        stage.bank.signInOutcome = .refused
        try stage.signIn()
        #expect(stage.text.contains("[\(code)"))
        stage.release()
        #expect(!stage.text.contains("[*"))
    }

    @Test("a bank that is being prepared is told with how far it is, until it is ready")
    func preparation() throws {
        var stage = Stage()
        stage.send(.preparation(DemoPreparation(done: 0, total: nil)))
        #expect(stage.text.contains("Preparing the made-up bank"))
        stage.send(.preparation(DemoPreparation(done: 400, total: 1_600)))
        #expect(stage.text.contains("25% 400 of 1600 payments"))
        stage.holdsAnswers = true
        try stage.signIn()
        stage.wait(seconds: 3)
        #expect(stage.text.contains("Preparing the made-up bank"))
        stage.send(.preparation(nil))
        stage.wait(seconds: 3)
        #expect(!stage.text.contains("Preparing"))
        #expect(stage.text.contains("Asking the bank"))
    }
}
