// Goal: in lines there is a way out of every prompt, and a command is never taken for an answer.
// Method: conversations; what was asked of the bank and what is asked for next.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import TerminalKit
import Testing

@Suite("Prompts")
struct PromptTests {
    private func atCode() -> Talk {
        var talk = Talk()
        talk.say("asha", ScriptedBank.password, ScriptedBank.code)
        talk.say("transfer", "kaveri", "1", "500", "Lunch", "2")
        return talk
    }

    // Symptom: `:back` at the code prompt was sent to the bank as a code, with no way out.
    @Test("a command at the code prompt is a command and never a code")
    func commandsAtCode() {
        var talk = atCode()
        #expect(talk.shell.prompt == .init(text: "Code: ", isSecret: true))
        talk.say(":help")
        #expect(talk.transcript.contains("Commands here, with a colon in front:\n"))
        #expect(talk.shell.prompt == .init(text: "Code: ", isSecret: true))
        talk.say(":nonsense")
        #expect(talk.transcript.contains(":help lists what can be done"))
        talk.say(":back")
        #expect(!talk.shell.prompt.isSecret)
        #expect(talk.bank.authorisedKeys.isEmpty)
        talk.say("2", "abc", "12345")
        #expect(talk.bank.authorisedKeys.isEmpty)
        #expect(talk.transcript.contains("A code has digits only."))
        #expect(talk.transcript.contains("A code has 6 to 8 digits."))
        let before = talk.transcript.components(of: "A code has 6 to 8 digits.")
        talk.say("54321")
        #expect(
            talk.transcript.components(of: "A code has 6 to 8 digits.") == before + 1,
            "the same error is said again"
        )
        talk.say(":quit", "2")
        #expect(talk.shellEffects == [.quit])
    }

    @Test(
        "help, back and quit are commands at every prompt of the sign-in",
        arguments: [[], ["asha"], ["asha", ScriptedBank.password]] as [[String]]
    )
    func signIn(_ lines: [String]) {
        var talk = Talk()
        for line in lines { talk.say(line) }
        let prompt = talk.shell.prompt
        talk.say(":help")
        #expect(talk.transcript.contains("Commands here, with a colon in front:\n"))
        #expect(talk.shell.prompt == prompt)
        talk.say(":quit", "2")
        #expect(talk.shellEffects == [.quit])
        #expect(talk.bank.log.isEmpty)
    }

    @Test("back goes from prompt to prompt of the sign-in, so that a name can be put right")
    func backToName() {
        var talk = Talk()
        talk.say("ahsa", ":back")
        #expect(talk.shell.prompt.text == "Name [ahsa]: ")
        talk.say("asha", ScriptedBank.password, ScriptedBank.code)
        #expect(talk.bank.log.contains("signIn asha"))
    }

    // Symptom: after a refused sign-in only password and code were asked for again.
    @Test("after a refused sign-in the name is asked for again, and an empty line keeps it")
    func nameAfterRefusal() {
        var talk = Talk()
        talk.say("ahsa", ScriptedBank.password, ScriptedBank.code)
        #expect(talk.shell.prompt.text == "Name [ahsa]: ")
        talk.say("asha", ScriptedBank.password, "000000")
        #expect(talk.shell.prompt.text == "Name [asha]: ")
        talk.say("", ScriptedBank.password, ScriptedBank.code)
        #expect(talk.bank.log == ["signIn ahsa", "signIn asha", "signIn asha"])
        #expect(talk.shell.console.isSignedIn)
    }

    @Test("a lock says how to leave, and quit signs out there")
    func lock() {
        var talk = atCode()
        talk.say(":lock", ":help", ":back")
        #expect(talk.transcript.contains(":quit signs you out."))
        #expect(!talk.bank.log.contains("unlock"))
        talk.say(":quit")
        #expect(!talk.shell.console.isSignedIn)
        #expect(talk.bank.log.last == "signOut")
    }

    @Test("a password may begin with a colon")
    func colonPassword() {
        var talk = Talk()
        talk.say("asha", ":helpful horse battery", ScriptedBank.code)
        #expect(talk.bank.log == ["signIn asha"])
    }

    @Test("help and quit are commands at a question")
    func question() {
        var talk = atCode()
        talk.say(":back", ":discard draft", ":help")
        #expect(talk.transcript.contains("Commands here"))
        talk.say(":quit")
        #expect(talk.transcript.contains("Question: Leave?"))
        #expect(talk.shellEffects.isEmpty)
    }

    // Symptom: with the line cut a transfer that was never sent was called "unknown", then "queued".
    // Cause: being sent was shown as sent without an answer.
    @Test("a transfer that is being sent is not called unknown before it was sent")
    func beingSent() {
        var talk = atCode()
        talk.bank.line = .down(since: talk.time.wall)
        talk.bank.sendsFirst = true
        talk.say(ScriptedBank.code)
        #expect(!talk.transcript.contains("unknown"))
        #expect(talk.transcript.contains("Outcome: queued, not sent yet"))
    }
}
