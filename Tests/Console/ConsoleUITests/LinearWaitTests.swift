// Goal: a bank that holds its answer back keeps nobody at a console that takes no line.
// Method: conversations after a sign-in at which the figures of now do not come; made-up time goes by.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import SyncCore
import TerminalKit
import Testing

@Suite("Linear mode while the record is on its way")
struct LinearWaitTests {
    /// A bank with figures of an hour ago that does not confirm them.
    private static func holdingBank() -> ScriptedBank {
        var bank = ScriptedBank()
        bank.freshness = .cached(asOf: ScriptedBank.now.adding(seconds: -3_600))
        return bank
    }

    /// A bank of which nothing was ever fetched, and that sends nothing.
    private static func emptyBank() -> ScriptedBank {
        var bank = ScriptedBank()
        bank.accounts = []
        bank.freshness = .cached(asOf: .epoch)
        bank.hasRecord = false
        return bank
    }

    private static func becomeLive(_ talk: inout Talk) {
        talk.bank.accounts = ScriptedBank.makeAccounts()
        talk.bank.freshness = .live(asOf: talk.time.wall)
        talk.bank.hasRecord = true
        talk.tell(.statusChanged(talk.bank.status))
    }

    // Symptom: a bank that held its answer back kept whoever listens at "Fetching your records." for
    // ever; the full screen showed the figures as of when they were, and took every command.
    // Cause: the wait for figures of now had no end of its own.
    @Test("figures of before are read as what they are when those of now do not come")
    func figuresOfBefore() throws {
        var talk = Talk.signedIn(Self.holdingBank())
        let due = talk.time.steady.adding(seconds: LinearShell.patienceSeconds)
        let deadline = try #require(talk.shell.nextDeadline)
        #expect(deadline <= due)
        talk.wait(seconds: LinearShell.patienceSeconds - 1)
        #expect(talk.shell.isAwaiting)
        #expect(!talk.transcript.contains("1: Savings ..7890"))
        talk.wait(seconds: 1)
        #expect(!talk.shell.isAwaiting)
        #expect(talk.transcript.contains("1: Savings ..7890"))
        #expect(talk.transcript.contains("connecting"))
        #expect(talk.transcript.contains("as of 13:02"))
        #expect(talk.hear("statements").contains("Statements"))
        talk.say("back", "1")
        #expect(!talk.transcript.contains(LinearShell.wayOutSentence))
    }

    @Test("when the figures of now come after all, the line is told live and a prompt stands")
    func liveAtLast() {
        var talk = Talk.signedIn(Self.holdingBank())
        talk.wait(seconds: LinearShell.patienceSeconds)
        let before = talk.transcript.count
        Self.becomeLive(&talk)
        #expect(!talk.shell.isAwaiting)
        let heard = talk.transcript.dropFirst(before)
        #expect(heard.contains("live"))
        #expect(!heard.contains("as of"))
    }

    // Cause: the newest entries are not known to be none before the record has caught up.
    @Test("accounts without one entry are read as well")
    func withoutEntries() {
        var bank = Self.holdingBank()
        bank.entries = [:]
        var talk = Talk.signedIn(bank)
        talk.wait(seconds: LinearShell.patienceSeconds)
        #expect(!talk.shell.isAwaiting)
        #expect(talk.transcript.contains("1: Savings ..7890"))
    }

    // Symptom: before the first record had come not even `:quit` was taken.
    @Test("where no record comes, the ways out are taken and said once, and nothing else is")
    func waysOut() {
        var talk = Talk.signedIn(Self.emptyBank())
        talk.wait(seconds: LinearShell.patienceSeconds - 1)
        #expect(!talk.shell.takesWayOut)
        for _ in 0..<3 { talk.wait(seconds: 1) }
        #expect(talk.shell.isAwaiting)
        #expect(talk.shell.takesWayOut)
        #expect(talk.transcript.components(of: LinearShell.wayOutSentence) == 1)
        for line in ["1", "transfer", "help", ":help"] {
            #expect(talk.hear(line).contains(LinearShell.wayOutSentence), "\(line)")
        }
        #expect(talk.hear(":quit").contains("Leave?"))
        #expect(!talk.shell.isAwaiting)
        talk.say("2")
        #expect(talk.shellEffects == [.quit])
    }

    @Test("whoever stays hears the record when it comes")
    func stays() {
        var talk = Talk.signedIn(Self.emptyBank())
        talk.wait(seconds: LinearShell.patienceSeconds)
        #expect(talk.hear(":back").contains("Sign out?"))
        #expect(talk.hear("1").contains(LinearShell.wayOutSentence))
        Self.becomeLive(&talk)
        #expect(!talk.shell.isAwaiting)
        #expect(!talk.shell.takesWayOut)
        #expect(talk.transcript.contains("1: Savings ..7890"))
        #expect(!talk.transcript.contains("no accounts"))
    }

    @Test("a record that comes while a question stands is read, at the latest when it is answered")
    func comesBehindQuestion() {
        var talk = Talk.signedIn(Self.emptyBank())
        talk.wait(seconds: LinearShell.patienceSeconds)
        talk.say(":back")
        Self.becomeLive(&talk)
        talk.say("1")
        #expect(talk.transcript.contains("1: Savings ..7890"))
        #expect(!talk.shell.isAwaiting)
    }

    @Test("a script is asked for a line at figures of before, and for none without a record")
    func script() {
        var empty = Talk.signedIn(Self.emptyBank(), isTypedByHand: false)
        empty.wait(seconds: LinearShell.patienceSeconds)
        #expect(empty.shell.isAwaiting)
        #expect(!empty.shell.takesWayOut)
        #expect(!empty.transcript.contains(LinearShell.wayOutSentence))
        var held = Talk.signedIn(Self.holdingBank(), isTypedByHand: false)
        held.wait(seconds: LinearShell.patienceSeconds)
        #expect(!held.shell.isAwaiting)
    }

    @Test("a console that locks meanwhile asks for the password")
    func locks() {
        var talk = Talk.signedIn(Self.emptyBank())
        talk.wait(seconds: 24 * 3_600)
        #expect(!talk.shell.isAwaiting)
        #expect(talk.shell.prompt.isSecret)
    }

    @Test("the next session waits as long as the first")
    func nextSession() {
        var talk = Talk.signedIn(Self.holdingBank())
        talk.wait(seconds: LinearShell.patienceSeconds)
        #expect(!talk.shell.isAwaiting)
        // The name stands there already.
        talk.tell(.signedOut)
        talk.say(ScriptedBank.password, ScriptedBank.code)
        #expect(talk.shell.isAwaiting)
        talk.wait(seconds: LinearShell.patienceSeconds)
        #expect(!talk.shell.isAwaiting)
    }
}
