// Goal: mended defects stay mended.
// Method: each test tells symptom and cause above it.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore
import TerminalKit
import Testing

@Suite("Fixed defects")
struct DefectTests {
    // Symptom: with the line cut, balances still said "live" for a quarter of a minute.
    // Cause: a young balance was called live by its age alone; the line was not asked.
    @Test("nothing is called live while there is no line, however young it is")
    func liveWithoutLine() throws {
        var stage = try Stage.signedIn()
        stage.bank.line = .down(since: stage.time.wall)
        stage.tell(.statusChanged(stage.bank.status))
        stage.wait(seconds: 10)
        #expect(stage.bank.freshness == .live(asOf: ScriptedBank.now))
        #expect(!stage.text.contains("live"))
        #expect(stage.text.contains("as of 14:02"))
        try stage.press("t")
        #expect(stage.text.contains("as of 14:02 (offline less than a minute)"))
    }

    // Symptom: "A transfer that was waiting was posted." about the transfer on the screen.
    // Cause: every decision in the outbox was told, also one that somebody was waiting for.
    @Test("a decision that a screen waits for is not told a second time")
    func decisionOnScreen() throws {
        var stage = try Stage.signedIn()
        try stage.reachCode()
        stage.type(ScriptedBank.code)
        stage.holdsAnswers = true
        try stage.press("Enter")
        guard case .authorise(let review, _)? = stage.held.first else {
            Issue.record("nothing was authorised")
            return
        }
        let key = review.reviewed.intentKey
        stage.send(.reply(.outbox([stage.bank.item(review.reviewed, .queued)])))
        let decided = stage.bank.item(review.reviewed, .decided(stage.bank.decision(key)))
        stage.send(.reply(.outbox([decided])))
        #expect(stage.model.toast == nil)
        stage.send(.reply(.transferred(key, .posted(stage.bank.decision(key)))))
        #expect(stage.model.toast == nil)
        #expect(stage.text.contains("posted"))
    }

    // Symptom: right after sign-in the overview said "You have no accounts here".
    // Cause: nothing found was taken for an answer before the first synchronisation was over.
    @Test("before the record has caught up, nothing found is no answer")
    func firstSynchronisation() throws {
        var bank = ScriptedBank()
        let accounts = bank.accounts
        bank.accounts = []
        bank.freshness = .cached(asOf: .epoch)
        var stage = try Stage.signedIn(bank: bank)
        #expect(stage.text.contains("Loading"))
        #expect(!stage.text.contains("You have no accounts"))
        #expect(stage.console.isAwaitingRows)
        stage.bank.accounts = accounts
        stage.bank.freshness = .live(asOf: ScriptedBank.now)
        stage.tell(.statusChanged(stage.bank.status))
        #expect(stage.text.contains("Savings"))
        #expect(!stage.console.isAwaitingRows)
    }

    @Test("somebody without accounts is told so once the record has caught up")
    func noAccounts() throws {
        var bank = ScriptedBank()
        bank.accounts = []
        let stage = try Stage.signedIn(bank: bank)
        #expect(stage.text.contains("You have no accounts here"))
    }

    // Symptom: accounts that could not be read were said not to be there.
    // Cause: a failed answer was kept as an empty list, which looks like an answer.
    @Test("what could not be read is not said to be nothing, until it was read")
    func unreadIsNotNothing() throws {
        var bank = ScriptedBank()
        bank.accounts = []
        var stage = try Stage.signedIn(bank: bank)
        stage.send(.reply(.failed(.accounts)))
        #expect(stage.text.contains("The accounts could not be read"))
        #expect(!stage.text.contains("You have no accounts here"))
        stage.send(.reply(.accounts([])))
        #expect(stage.text.contains("You have no accounts here"))
    }

    @Test("in lines, nothing is asked before the record has caught up")
    func linearFirstSynchronisation() {
        var bank = ScriptedBank()
        let accounts = bank.accounts
        bank.accounts = []
        bank.freshness = .cached(asOf: .epoch)
        var talk = Talk(bank: bank)
        talk.say("asha", ScriptedBank.password, ScriptedBank.code)
        #expect(talk.shell.isAwaiting)
        #expect(!talk.transcript.contains("no accounts"))
        talk.bank.accounts = accounts
        talk.bank.freshness = .live(asOf: ScriptedBank.now)
        talk.tell(.statusChanged(talk.bank.status))
        #expect(!talk.shell.isAwaiting)
        #expect(talk.transcript.contains("1: Savings ..7890"))
    }

    // Symptom: a long product hid the last digits of its account, which tell accounts apart.
    // Cause: the whole name was cut at its end.
    @Test("a long product gives way to the digits of its account")
    func digitsStay() throws {
        for size in [Size(width: 60, height: 16), Size(width: 120, height: 40)] {
            var bank = ScriptedBank()
            bank.accounts = bank.accounts.map { $0.withProduct("USD term deposit, reinvested") }
            var stage = try Stage.signedIn(size: size, bank: bank)
            stage.goOffline()
            for digits in ["7890", "7906", "7914"] { #expect(stage.text.contains("..\(digits)")) }
        }
    }

    // Symptom: a code of letters was "could not be stored", and no draft was left.
    // Cause: after a refused code the outbox was asked for a transfer that never got there.
    @Test("a code that was refused before anything was stored leaves a draft")
    func refusedBeforeStored() throws {
        var bank = ScriptedBank()
        bank.transferOutcome = .codeRefused(.wrong)
        var stage = try Stage.signedIn(bank: bank)
        try stage.reachCode()
        stage.type("12")
        try stage.press("Enter")
        stage.bank.transferOutcome = nil
        try stage.press("Esc", "F2")
        #expect(stage.console.workspace.keptDraft != nil)
        try stage.press("t", "Tab", "Enter")
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.text.contains("the money has moved"))
    }

    // Symptom: "A transfer that was waiting was posted." about a transfer given a new code just now.
    @Test("a new code for a transfer of the outbox is told on its screen and nowhere else")
    func reauthorisedOnScreen() throws {
        var stage = try Stage.signedIn()
        try stage.reachCode()
        stage.type("000000")
        try stage.press("Enter")
        stage.type(ScriptedBank.code)
        stage.holdsAnswers = true
        try stage.press("Enter")
        let reviewed = try #require(stage.bank.outbox.first).reviewed
        let decision = stage.bank.decision(reviewed.intentKey)
        stage.send(.reply(.outbox([stage.bank.item(reviewed, .decided(decision))])))
        #expect(stage.model.toast == nil)
        stage.send(.reply(.transferred(reviewed.intentKey, .posted(decision))))
        stage.send(.reply(.outbox([stage.bank.item(reviewed, .decided(decision))])))
        #expect(stage.model.toast == nil)
        #expect(stage.text.contains("posted"))
    }

    // Symptom: a wait at the sign-in was read out every second.
    // Cause: the seconds left stood in the sentence, so that it was news each time.
    @Test("read out, a wait is said once, and once more when it is over")
    func spokenWait() {
        var bank = ScriptedBank()
        bank.signInOutcome = .mustWait(seconds: 30)
        var talk = Talk(bank: bank)
        talk.say("asha", ScriptedBank.password, ScriptedBank.code)
        for _ in 0..<35 { talk.wait(seconds: 1) }
        #expect(talk.transcript.ranges(of: "Wait ").count == 1)
        #expect(talk.transcript.ranges(of: "You can try again now.").count == 1)
    }

    // Symptom: a toast said what the line above the accounts said, too.
    @Test("a cut line is told once: above the figures, or in passing where nothing stands above")
    func lineToldOnce() throws {
        for opensHelp in [false, true] {
            var stage = try Stage.signedIn()
            if opensHelp { try stage.press("?") }
            stage.bank.line = .down(since: stage.time.wall)
            stage.tell(.statusChanged(stage.bank.status))
            #expect((stage.model.toast != nil) == opensHelp)
            #expect(stage.text.contains("has not answered since") == !opensHelp)
        }
    }

    // Symptom: `:` and "help" had another command selected than the one of that name.
    // Cause: what was found stood in the order of the table.
    @Test("the command whose title answers best to the words is selected")
    func bestCommand() throws {
        for (words, title) in [
            ("re", "Refresh"), ("line", "Cut the line"), ("lo", "Lock"), ("out", "Outbox"),
            ("ctrl-l", "Redraw"), ("every answer takes", "Slow the line"),
        ] {
            var stage = try Stage.signedIn()
            try stage.press(":")
            stage.type(words)
            let row = stage.text.split(separator: "\n").first { $0.contains("\u{25B8}") }
            #expect(row?.contains(title) == true, "\(words): \(row ?? "nothing")")
        }
    }

    @Test("where commands are listed, Enter runs one, and the hint says so", arguments: ["?", ":"])
    func runHint(_ key: String) throws {
        var stage = try Stage.signedIn()
        try stage.press(key)
        #expect(stage.text.contains("Enter Run"))
        #expect(!stage.text.contains("Enter Open"))
        try stage.press(key == "?" ? "/" : "Ctrl-U")
        stage.type("hide")
        try stage.press("Enter")
        #expect(stage.model.id == "overview")
    }
}
