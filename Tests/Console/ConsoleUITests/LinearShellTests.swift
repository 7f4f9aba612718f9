// Goal: everything can be done from start to end by typed lines, each change is said once, and no
// empty line moves money.
// Method: whole conversations, kept under Goldens as they would stand on paper.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import SyncCore
import TerminalKit
import Testing

@Suite("Linear mode")
struct LinearShellTests {
    private func signedIn(_ bank: ScriptedBank = ScriptedBank()) -> Talk {
        var talk = Talk(bank: bank)
        talk.say("asha", ScriptedBank.password, ScriptedBank.code)
        return talk
    }

    @Test("sign-in, overview, account and leaving are a conversation")
    func overview() throws {
        var talk = Talk()
        talk.say("asha", "wrong", "000000")
        talk.say(ScriptedBank.password, ScriptedBank.code)
        talk.say("1", "n", "p", "2", "back", "find", "kaveri 100..9000", "show all", "back")
        talk.say("nonsense", "hide amounts", "leave", "", "2")
        try Golden.expect(talk.transcript, "linear-overview.txt")
        #expect(talk.shellEffects == [.quit])
    }

    @Test("a transfer can be made from start to end")
    func transfer() throws {
        var talk = signedIn()
        talk.say("transfer", "kaveri", "1", "12 lakh", "120000", "Invoice 1182")
        talk.say("", "yes", "2", "000000", ScriptedBank.code, "1", "other list")
        try Golden.expect(talk.transcript, "linear-transfer.txt")
        #expect(talk.bank.authorisedKeys.count == 1)
    }

    @Test("a transfer without a line is queued and told when it is posted")
    func queued() throws {
        var talk = signedIn()
        let since = talk.time.wall.adding(seconds: -37 * 60)
        talk.bank.line = .down(since: since)
        talk.bank.freshness = .cached(asOf: since)
        talk.tell(.statusChanged(talk.bank.status))
        talk.say("transfer", "kaveri", "1", "500", "Lunch", "2", ScriptedBank.code, "1", "outbox")
        talk.say("1", "take back", "1", "mark as seen", "back")
        try Golden.expect(talk.transcript, "linear-queued.txt")
    }

    @Test("a statement can be read and searched")
    func statement() throws {
        var talk = signedIn()
        talk.say("statements", "1", "n", "find", "rent", "next match", "earlier month")
        talk.say("back", "back", "back", "help", "back")
        try Golden.expect(talk.transcript, "linear-statement.txt")
    }

    @Test("statements that cannot be read are told, and the conversation goes on")
    func unreadableStatements() {
        // Symptom: the console froze without a prompt, and on the screen it said "Loading" for ever.
        // Cause: the screen waited for months that would not come, and did not hear that they failed.
        var talk = signedIn()
        talk.bank.isReadable = false
        talk.say("statements", "1")
        #expect(talk.transcript.contains("The statements could not be read"))
        #expect(!talk.shell.isAwaiting)
        #expect(talk.shell.prompt.text == "> ")
        talk.bank.isReadable = true
        talk.say("refresh")
        talk.tell(.recordsChanged)
        #expect(talk.transcript.contains("November 2026") == true)
    }

    @Test("a locked conversation says nothing and goes on where it was")
    func locked() throws {
        var talk = signedIn()
        talk.say("transfer", "kaveri", "1", "500")
        talk.say(":lock", "wrong", ScriptedBank.password)
        try Golden.expect(talk.transcript, "linear-locked.txt")
    }

    @Test("time that goes by offline says nothing")
    func agesAreSilent() {
        var talk = signedIn()
        talk.bank.line = .down(since: talk.time.wall)
        talk.bank.freshness = .cached(asOf: talk.time.wall)
        talk.tell(.statusChanged(talk.bank.status))
        let before = talk.transcript
        for _ in 0..<3 { talk.wait(seconds: 45) }
        #expect(talk.transcript == before)
    }

    @Test("an empty line presses no button")
    func emptyLinePressesNothing() {
        var talk = signedIn()
        talk.say("transfer", "kaveri", "1", "500", "")
        for _ in 0..<20 { talk.say("") }
        #expect(talk.bank.authorisedKeys.isEmpty)
    }
}
