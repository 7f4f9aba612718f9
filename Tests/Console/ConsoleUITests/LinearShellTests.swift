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
    @Test("sign-in, overview, account and leaving are a conversation")
    func overview() throws {
        var talk = Talk()
        talk.say("asha", "wrong", "000000")
        talk.say("", ScriptedBank.password, ScriptedBank.code)
        talk.say("1", "n", "p", "2", "back", "find", "kaveri 100..9000", "show all", "back")
        talk.say("nonsense", "hide amounts", "leave", "", "2")
        try Golden.expect(talk.transcript, "linear-overview.txt")
        #expect(talk.shellEffects == [.quit])
    }

    @Test("a transfer can be made from start to end")
    func transfer() throws {
        var talk = Talk.signedIn()
        talk.say("transfer", "kaveri", "1", "12 lakh", "120000", "Invoice 1182")
        talk.say("", "yes", "2", "000000", ScriptedBank.code, "1", "other list")
        try Golden.expect(talk.transcript, "linear-transfer.txt")
        #expect(talk.bank.authorisedKeys.count == 1)
    }

    // Symptom: with amounts hidden, the amount that a code was asked for read "*****".
    @Test("what is authorised is read out from the review on, also where amounts are hidden")
    func hiddenAmounts() {
        let amount = "Amount: 1,20,000.00 INR"
        var talk = Talk.signedIn()
        talk.say("hide amounts", "transfer", "kaveri", "1", "120000")
        let review = talk.hear("Invoice 1182")
        #expect(review.contains("Step 4 of 6: Review"))
        #expect(review.contains(amount))
        #expect(review.contains("Available now: *****"), "the balances stay hidden")
        let authorise = talk.hear("2")
        #expect(authorise.contains("Step 5 of 6: Authorise"))
        #expect(authorise.contains(amount))
        #expect(talk.shell.prompt == .init(text: "Code: ", isSecret: true))
        #expect(talk.hear(ScriptedBank.code).contains(amount))
    }

    @Test("a transfer without a line is queued and told when it is posted")
    func queued() throws {
        var talk = Talk.signedIn()
        talk.goOffline()
        talk.say("transfer", "kaveri", "1", "500", "Lunch", "2", ScriptedBank.code, "1", "outbox")
        talk.say("1", "take back", "1", "mark as seen", "back")
        try Golden.expect(talk.transcript, "linear-queued.txt")
    }

    @Test("a statement can be read and searched")
    func statement() throws {
        var talk = Talk.signedIn()
        talk.say("statements", "1", "n", "find", "rent", "next match", "earlier month")
        talk.say("back", "back", "back", "help", "back")
        try Golden.expect(talk.transcript, "linear-statement.txt")
    }

    @Test("statements that cannot be read are told, and the conversation goes on")
    func unreadableStatements() {
        // Symptom: the console froze without a prompt, and on the screen it said "Loading" for ever.
        // Cause: the screen waited for months that would not come, and did not hear that they failed.
        var talk = Talk.signedIn()
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

    // Symptom: "live" was followed by rows "as of" a time, and nothing put that right.
    // Cause: the rows were read that had been asked for before both sides were found to agree.
    @Test("the first rows are read when they are as fresh as the line says")
    func firstRows() {
        var bank = ScriptedBank()
        bank.freshness = .cached(asOf: ScriptedBank.now.adding(seconds: -3_600))
        var talk = Talk.signedIn(bank)
        #expect(talk.shell.isAwaiting)
        bank.freshness = .live(asOf: ScriptedBank.now)
        let news = ConsoleEvent.client(.statusChanged(bank.status))
        #expect(talk.shell.receive(news, at: talk.time).lines.isEmpty)
        #expect(talk.shell.isAwaiting)
        let rows = talk.shell.receive(.reply(.accounts(bank.summaries)), at: talk.time).lines
        #expect(!talk.shell.isAwaiting)
        #expect(rows.contains { $0.hasPrefix("1: Savings ..7890") })
        #expect(!rows.contains { $0.contains("as of") })
    }

    @Test("a locked conversation says nothing and goes on where it was")
    func locked() throws {
        var talk = Talk.signedIn()
        talk.say("transfer", "kaveri", "1", "500")
        talk.say(":lock", "wrong", ScriptedBank.password)
        try Golden.expect(talk.transcript, "linear-locked.txt")
    }

    @Test("time that goes by offline says nothing")
    func agesAreSilent() {
        var talk = Talk.signedIn()
        talk.bank.line = .down(since: talk.time.wall)
        talk.bank.freshness = .cached(asOf: talk.time.wall)
        talk.tell(.statusChanged(talk.bank.status))
        let before = talk.transcript
        for _ in 0..<3 { talk.wait(seconds: 45) }
        #expect(talk.transcript == before)
    }

    // Symptom: the first figures were read without what they are.
    @Test("what the values of a row are is said before the first rows of each list, and once")
    func columns() {
        var talk = Talk.signedIn()
        let accounts = "Each row: Account; Balance; Reserved; Available\n"
        #expect(talk.transcript.contains("\(accounts)1: Savings ..7890; "))
        talk.say("1")
        let entries = "Each row: Value date; Counterparty; Reference; Amount; Balance after\n1: "
        #expect(talk.transcript.contains(entries))
        talk.say("more", "find", "rent", "back", "back", "read", "1", "read")
        #expect(talk.transcript.components(of: accounts) == 1)
        #expect(talk.transcript.components(of: "Each row: Value date") == 1)
    }

    @Test("values are read without what they are called, and with it to whoever asks")
    func names() {
        var talk = Talk.signedIn()
        #expect(talk.transcript.contains("1: Savings ..7890; 10,89,608.56; 2,500.00; "))
        talk.say("names")
        #expect(
            talk.transcript.contains(
                "Account Savings ..7890; Balance 10,89,608.56; Reserved 2,500.00; Available "
            )
        )
        talk.say("sync", "names", "leave")
        #expect(talk.transcript.contains("There is no row here to read."))
    }

    @Test("what can be typed is said once for each screen, and again to whoever asks")
    func guideOnce() {
        var talk = Talk.signedIn()
        let first = talk.transcript.components(of: "You can type: ")
        talk.say("1", "back", "1", "back")
        #expect(talk.transcript.components(of: "You can type: ") == first + 1)
        talk.say("read")
        #expect(talk.transcript.components(of: "You can type: ") == first + 2)
    }

    // Symptom: a filter that was not understood, or the same mistake made twice, was met with silence.
    // Cause: beside a filter nothing was read while it was typed, and an error that stays is no change.
    @Test("what is wrong is said as often as it is typed")
    func errors() {
        var talk = Talk.signedIn()
        talk.say("1", "find", ">1k", ">1k")
        #expect(talk.transcript.components(of: ">1k\n") == 2)
        let lines = talk.transcript.split(separator: "\n")
        let answers = lines.indices.filter { lines[$0].hasSuffix(">1k") }.map { lines[$0 + 1] }
        #expect(Set(answers) == Set(answers.prefix(1)))
        #expect(answers.allSatisfy { !$0.hasPrefix("Words or number") && !$0.isEmpty })
        var secret = Talk()
        secret.say("asha", "", "", "")
        #expect(secret.transcript.components(of: "Password: is needed") == 3)
    }

    @Test("pages that are read one after another repeat no row")
    func pages() {
        var talk = Talk.signedIn()
        talk.say("1", "n", "n")
        for row in 1...20 {
            let count = talk.transcript.split(separator: "\n").count { $0.hasPrefix("\(row): 2") }
            #expect(count <= 1, "row \(row)")
        }
        #expect(talk.transcript.contains("\n20: "))
    }

    // Symptom: after `kaveri` nothing was said. Cause: the row stood where another had been read.
    @Test("rows that a filter finds are read, whatever was read in their places")
    func foundRows() {
        var talk = Talk.signedIn()
        talk.say("transfer", "kaveri")
        #expect(talk.transcript.contains("\n1: Kaveri Grocers; "))
        var search = Talk.signedIn()
        search.say("1", "find", "kaveri 100..9000")
        #expect(search.transcript.contains("\n1: 16 Nov 2026; Kaveri Grocers; "))
        #expect(search.transcript.components(of: "Searching") == 1)
    }

    // Symptom: the row was read twice when the line went, the first time with an age nobody needs.
    @Test("when the line goes, the selected row is read once, with the figures of then")
    func rowOnce() {
        var talk = Talk.signedIn()
        let before = talk.transcript.components(of: "Savings ..7890")
        talk.goOffline()
        #expect(talk.transcript.components(of: "Savings ..7890") <= before + 1)
        #expect(!talk.transcript.contains("as of 14:02"))
    }

    @Test("no key is named that a line cannot be, but where the key is what is typed")
    func keysOfTheScreen() {
        var talk = Talk.signedIn()
        let since = talk.time.wall.adding(seconds: -60)
        talk.bank.line = .down(since: since)
        talk.bank.freshness = .cached(asOf: since)
        talk.tell(.statusChanged(talk.bank.status))
        talk.say("transfer", "nobody", "kaveri", "1", "500", "Lunch", "2", ScriptedBank.code, "1")
        talk.say("outbox", "sync", "back", "back", "statements", "1", "find", "rent", "back")
        talk.say("help", "stop", "nonsense")
        for key in [
            "Ctrl-", "Esc", "PgUp", "press c", "press r", "r tries", "arrows", "F8", "n and N",
            "Tab", "F1", "Press",
        ] {
            #expect(!talk.transcript.contains(key), "\(key)")
        }
    }

    @Test("the last line says that nobody is signed in")
    func farewell() {
        var talk = Talk.signedIn()
        talk.say("leave", "2")
        #expect(talk.shellEffects == [.quit])
        #expect(talk.transcript.components(of: "Sign in to") == 1)
        #expect(LinearShell.farewell(wasAsked: false) == "Nobody is signed in here any more.")
        #expect(LinearShell.farewell(wasAsked: true).hasPrefix("The console was asked to end."))
    }

    @Test("an empty line presses no button")
    func emptyLinePressesNothing() {
        var talk = Talk.signedIn()
        talk.say("transfer", "kaveri", "1", "500", "")
        for _ in 0..<20 { talk.say("") }
        #expect(talk.bank.authorisedKeys.isEmpty)
    }
}
