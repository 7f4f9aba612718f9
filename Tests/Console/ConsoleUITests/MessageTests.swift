// Goal: a message is seen where and while it is true, and keys are neither lost nor unanswered.
// Method: keys and answers in; the message, the hints and the screen out.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import SyncCore
import TerminalKit
import Testing

@Suite("Messages and keys")
struct MessageTests {
    private func toast(_ stage: Stage) -> String? { stage.model.toast?.text.plain }

    // Symptom: messages waited for each other, and came up on other screens when they were not true.
    @Test("a message goes with its screen, and none waits behind it")
    func belongsToItsScreen() throws {
        var stage = try Stage.signedIn()
        try stage.press("*", "*")
        #expect(toast(stage) == "Amounts are shown.")
        stage.wait(seconds: 7)
        #expect(toast(stage) == nil)
        stage.holdsAnswers = true
        try stage.press("Enter")
        let holds = HoldsQuery(accountID: ScriptedBank.savings)
        stage.send(.reply(.query(QueryReply(unreadable: holds))))
        #expect(toast(stage)?.contains("What is reserved could not be read") == true)
        stage.release()
        stage.tell(.signedOut)
        #expect(toast(stage) == nil)
    }

    @Test("an answer that opens another screen takes the message of the old one away")
    func anotherScreen() throws {
        var stage = Stage()
        try stage.press("Ctrl-C")
        #expect(toast(stage) != nil)
        stage.send(.reply(.signedIn(.signedIn(stage.bank.user))))
        #expect(toast(stage) == nil)
    }

    @Test("a message goes when a question comes in front of its screen by itself")
    func behindQuestion() throws {
        var bank = ScriptedBank()
        bank.signInOutcome = .unreachable(.lineDown, copy: .here)
        var stage = Stage(bank: bank)
        stage.holdsAnswers = true
        try stage.signIn()
        try stage.press("Ctrl-C")
        #expect(toast(stage) != nil)
        stage.release()
        #expect(stage.model.dialog != nil)
        #expect(toast(stage) == nil)
    }

    @Test("a key clears the message before it")
    func keyClears() throws {
        var stage = try Stage.signedIn()
        try stage.press("*")
        #expect(toast(stage) == "Amounts are hidden.")
        try stage.press("Down")
        #expect(toast(stage) == nil)
    }

    @Test("a message is not shown after it stopped being true")
    func staysTrue() throws {
        var stage = try Stage.signedIn()
        stage.holdsAnswers = true
        try stage.press("r")
        #expect(toast(stage) == "Asking the bank for news.")
        // The question was handed on; whether the bank answers, nobody knows yet.
        stage.release()
        #expect(toast(stage) == "Asking the bank for news.")
        stage.wait(seconds: 3)
        #expect(toast(stage) == nil)
        stage.goOffline()
        stage.comeBack()
        #expect(toast(stage) == "The bank answers again.")
        stage.bank.line = .down(since: stage.time.wall)
        stage.tell(.statusChanged(stage.bank.status))
        #expect(toast(stage) == nil)
        try stage.press("Ctrl-C")
        #expect(toast(stage)?.contains("again to leave") == true)
        stage.wait(seconds: 4)
        #expect(toast(stage) == nil, "a second Ctrl-C does not leave any more")
    }

    @Test("a key that means nothing says so, and where the keys are listed")
    func unknownKey() throws {
        var stage = try Stage.signedIn()
        try stage.press("x")
        #expect(toast(stage) == "x does nothing here. F1 lists the keys.")
        try stage.press("g", "z")
        #expect(toast(stage) == "g z does nothing here. F1 lists the keys.")
        try stage.press("q", "x")
        #expect(toast(stage) == "x does nothing here.", "a question has no list of keys")
    }

    // Symptom: `g` then Esc said that it does nothing here, and so did F2 on Accounts.
    @Test("Esc ends a sequence without a word, and a place's own key says that it is here")
    func ownKeys() throws {
        var stage = try Stage.signedIn()
        try stage.press("g", "Esc")
        #expect(toast(stage) == nil)
        #expect(stage.model.dialog == nil, "it asks nothing either")
        for keys in [["F2"], ["g", "a"]] {
            for key in keys { try stage.press(key) }
            #expect(toast(stage) == "Accounts: this is the screen that you are on.")
        }
        try stage.press("F7", "g", "o")
        #expect(toast(stage) == "Outbox: this is the screen that you are on.")
        try stage.press("g", "a")
        #expect(stage.model.title == "Accounts")
    }

    // Symptom: an account that was taken away still offered Find and another order.
    @Test("an account that is no longer shown offers nothing that is done with its entries")
    func accountGone() throws {
        var stage = try Stage.signedIn()
        try stage.press("Enter")
        stage.bank.accounts.removeFirst()
        stage.tell(.recordsChanged)
        #expect(stage.text.contains("no longer shown to you"))
        let hints = stage.model.hints.map(\.title.plain)
        for title in ["Find", "Change order", "Reserved", "Open"] {
            #expect(!hints.contains(title), "\(title)")
        }
        #expect(hints.contains("Back"))
    }

    // Symptom: the sentence advised to refresh, and at 80 columns no key for that stood below it.
    @Test("the key that a sentence on the screen advises is drawn")
    func advisedKey() throws {
        var stage = try Stage.signedIn()
        stage.bank.sessions = nil
        try stage.press("g", "l")
        #expect(stage.words.contains("refresh"))
        let footer = try #require(stage.text.split(separator: "\n").last)
        #expect(footer.contains("r Refresh"))
    }

    // Symptom: Tab on the sync screen changed nothing. Cause: it was offered with nothing to go to.
    @Test("the other list is offered where it has rows, and keys go to the one that has some")
    func otherList() throws {
        for hasDivergences in [false, true] {
            for hasQueue in [false, true] {
                var bank = ScriptedBank()
                if hasDivergences { bank.divergences = ScriptedBank.makeDivergences() }
                if hasQueue { bank.outbox = [bank.transfer(1, .queued)] }
                var stage = try Stage.signedIn(bank: bank)
                try stage.press("g", "y")
                let isOffered = stage.model.hints.contains { $0.title == "Other list" }
                #expect(isOffered == (hasDivergences && hasQueue))
                let id = hasDivergences && !hasQueue ? "divergences" : "queue"
                #expect(stage.model.focusedList?.id == id)
            }
        }
    }

    @Test("a key that begins a sequence shows what can follow")
    func pendingKey() throws {
        var stage = try Stage.signedIn()
        try stage.press("g")
        let hints = stage.model.hints.map { "\($0.key.plain) \($0.title.plain)" }
        #expect(hints.contains("s Statements"))
        #expect(hints.contains("o Outbox"))
        #expect(hints.contains("g First"))
        #expect(!hints.contains("t Transfer"))
        try stage.press("o")
        #expect(stage.model.id == "outbox")
        #expect(!stage.model.hints.contains { $0.title == "First" })
    }

    @Test("Ctrl-Z locks and suspends, and says so where that is not allowed")
    func suspends() throws {
        var stage = try Stage.signedIn()
        try stage.press("Ctrl-Z")
        #expect(stage.shell.isEmpty)
        #expect(toast(stage) == "This program cannot be suspended here.")
        stage = Stage(canSuspend: true)
        try stage.signIn()
        for keys in [["Ctrl-Z"], ["t", "Ctrl-Z"], ["q", "Ctrl-Z"]] {
            var other = stage
            for key in keys { try other.press(key) }
            #expect(other.shell == [.suspend])
            #expect(other.model.lock != nil)
        }
    }

    // Symptom: "There is no entry to open." to whoever typed ahead while the entries came.
    @Test("keys typed while a screen loads are kept in order until the rows are there")
    func typedAhead() throws {
        var stage = try Stage.signedIn()
        stage.holdsAnswers = true
        try stage.press("Enter", "Down", "Enter")
        #expect(toast(stage) == nil)
        #expect(stage.model.id == "account")
        stage.release()
        #expect(stage.model.id == "entry")
        #expect(stage.text.contains("89 of the account"), "the second entry from the top")
    }

    @Test("a transfer can be typed ahead as far as what is chosen among, and no further")
    func typedAheadTransfer() throws {
        var stage = try Stage.signedIn()
        stage.console.workspace.session?.payees = nil
        stage.holdsAnswers = true
        try stage.press("t")
        stage.type("kaveri")
        try stage.press("Enter")
        stage.type("500")
        try stage.press("Enter", "Enter", "Tab", "Enter")
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        stage.send(.reply(.payees(stage.bank.payees)))
        stage.release()
        #expect(stage.text.contains("500"))
        #expect(stage.bank.authorisedKeys.isEmpty)
    }

    @Test("Esc forgets what was typed ahead")
    func escapeForgets() throws {
        var stage = try Stage.signedIn()
        stage.holdsAnswers = true
        try stage.press("Enter", "Enter", "Enter", "Esc")
        stage.release()
        #expect(stage.model.id == "overview")
    }

    @Test("the hints say what Enter does: it chooses where a row is chosen")
    func choose() throws {
        var stage = try Stage.signedIn()
        #expect(stage.text.contains("Enter Open"))
        try stage.press("t")
        #expect(stage.text.contains("Enter Choose"))
        #expect(!stage.text.contains("Enter Open"))
    }

    @Test("the order of a list is changed, and nothing is called a reversal")
    func order() {
        #expect(!CommandRows.all.contains { $0.title.plain.contains("Reverse") })
    }

    @Test("what leaving will do is said as what it will do")
    func leaving() throws {
        var stage = try Stage.signedIn()
        try stage.press("F10")
        #expect(stage.words.contains("You will be signed out."))
        #expect(!stage.words.contains("You are signed out"))
    }

    @Test("one second is no seconds")
    func oneSecond() throws {
        var stage = Stage()
        stage.holdsAnswers = true
        try stage.signIn()
        stage.wait(seconds: 1)
        #expect(stage.text.contains("1 second"))
        #expect(!stage.text.contains("1 seconds"))
        stage.wait(seconds: 1)
        #expect(stage.text.contains("2 seconds"))
    }

    @Test(
        "in an empty outbox every command says that it is empty",
        arguments: ["a", "c", "e", "Enter"]
    )
    func emptyOutbox(_ key: String) throws {
        var stage = try Stage.signedIn()
        try stage.press("g", "o", key)
        #expect(toast(stage) == "The outbox is empty.")
    }
}
