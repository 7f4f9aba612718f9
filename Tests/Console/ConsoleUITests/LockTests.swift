// Goal: a terminal that nobody sits at shows nothing, and nothing is lost by it.
// Method: time handed in, keys in; cells and models out.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import IdentityCore
import TerminalKit
import Testing

@Suite("Lock")
struct LockTests {
    private static let private_ = [
        "Asha", "Savings", "Kaveri", "7890", "120000", "1,20,000", "INR",
    ]

    @Test("locking blanks every name and amount and keeps the draft", arguments: ["F12"])
    func blanks(_ key: String) throws {
        var stage = try Stage.signedIn()
        try stage.beginTransfer()
        try stage.press(key)
        for size in GoldenScreenTests.sizes {
            stage.resize(size)
            for word in Self.private_ { #expect(!stage.text.contains(word), "\(word) at \(size)") }
        }
        #expect(stage.model.blocks.isEmpty)
        #expect(stage.model.status == StatusLine())
        stage.resize(Size(width: 80, height: 24))
        stage.type(ScriptedBank.password)
        try stage.press("Enter")
        #expect(stage.text.contains("120000"))
        #expect(stage.text.contains("Invoice 1182"))
    }

    @Test("news that comes while it is locked shows nothing")
    func newsWhileLocked() throws {
        var stage = try Stage.signedIn()
        try stage.press("L")
        let before = stage.frame()
        stage.goOffline()
        stage.tell(.recordsChanged)
        stage.tell(.outboxChanged)
        #expect(stage.frame() == before)
    }

    @Test("a customer's screen locks after five minutes, with two minutes of warning")
    func customer() throws {
        var stage = try Stage.signedIn()
        try stage.beginTransfer()
        stage.wait(seconds: 179)
        #expect(stage.model.toast == nil)
        stage.wait(seconds: 2)
        #expect(stage.model.toast?.text.plain.contains("locks within 2 minutes") == true)
        #expect(stage.text.contains("120000"), "the warning covers no form")
        stage.wait(seconds: 118)
        #expect(stage.model.lock == nil)
        stage.wait(seconds: 2)
        #expect(stage.model.lock != nil)
    }

    @Test("staff have fifteen minutes")
    func staff() throws {
        var bank = ScriptedBank()
        bank.becomeAuditor()
        var stage = try Stage.signedIn(bank: bank)
        stage.wait(seconds: 899)
        #expect(stage.model.lock == nil)
        stage.wait(seconds: 2)
        #expect(stage.model.lock != nil)
    }

    @Test("a key before the time is up keeps it open")
    func keyKeepsOpen() throws {
        var stage = try Stage.signedIn()
        stage.wait(seconds: 290)
        try stage.press("Down")
        #expect(stage.model.toast?.id != -1)
        stage.wait(seconds: 290)
        #expect(stage.model.lock == nil)
    }

    @Test("a key that comes when the time is up locks and does nothing else")
    func lateKey() throws {
        var stage = try Stage.signedIn()
        stage.time.steady = stage.time.steady.adding(seconds: 3_600)
        try stage.press("t")
        #expect(stage.model.lock != nil)
        stage.type(ScriptedBank.password)
        try stage.press("Backspace")
        stage.type("y")
        try stage.press("Enter")
        #expect(stage.model.id == "overview")
    }

    @Test("a wall clock that is set back does not keep the screen open")
    func wallClockJumps() throws {
        var stage = try Stage.signedIn()
        stage.time = ConsoleTime(
            wall: stage.time.wall.adding(seconds: -86_400),
            steady: stage.time.steady.adding(seconds: 301)
        )
        stage.send(.deadline)
        #expect(stage.model.lock != nil)
    }

    @Test("wrong passwords are counted, and the last one signs out")
    func wrongPasswords() throws {
        var stage = try Stage.signedIn()
        try stage.press("L")
        for left in [4, 3, 2] {
            stage.type("wrong")
            try stage.press("Enter")
            #expect(stage.text.contains("\(left) tries are left"))
        }
        stage.type("wrong")
        try stage.press("Enter")
        stage.type("wrong")
        try stage.press("Enter")
        #expect(stage.model.id == "signIn")
        #expect(!stage.console.isSignedIn)
        #expect(stage.text.contains("you were signed out"))
    }

    // Symptom: the bank ended the session while the password was typed at the lock, and the rest of it
    // could be read in the field for the name. Cause: the form began anew, as for somebody else.
    @Test("a session that ends behind the lock leaves the name, and hides what is typed on")
    func endsWhileLocked() throws {
        var stage = try Stage.signedIn()
        try stage.press("F12")
        stage.type("corr")
        stage.tell(.signedOut)
        #expect(stage.model.id == "signIn")
        stage.type("ecthorse")
        #expect(!stage.text.contains("ecthorse"))
        #expect(stage.text.contains("asha"))
        #expect(stage.model.focusedField?.label == "Password")
        // Whoever signed out is asked who is there.
        var other = try Stage.signedIn()
        try other.press("F12", "F10", "Right", "Enter")
        #expect(other.model.focusedField?.label == "Name")
        guard case .text(let name, _)? = other.console.form?.fields.first?.content else {
            Issue.record("no name is asked for")
            return
        }
        #expect(name.isEmpty)
    }

    @Test("of a user whose record was wiped not even the name is left")
    func wipedWhileLocked() throws {
        var stage = try Stage.signedIn()
        try stage.press("F12")
        stage.bank.notice = .wiped
        stage.tell(.statusChanged(stage.bank.status))
        stage.tell(.signedOut)
        stage.type("ecthorse")
        #expect(!stage.text.contains("ecthorse"))
        guard case .text(let name, _)? = stage.console.form?.fields.first?.content else {
            Issue.record("no name is asked for")
            return
        }
        #expect(name.isEmpty)
    }

    @Test("a locked screen takes no command but the password and F10")
    func onlyPassword() throws {
        var stage = try Stage.signedIn()
        try stage.press("L", "F2", "Esc", "F4", "Ctrl-C", "Ctrl-C")
        #expect(stage.model.lock != nil)
        #expect(stage.shell.isEmpty)
        try stage.press("F10", "Right", "Enter")
        #expect(stage.model.id == "signIn")
        #expect(stage.bank.log.last == "signOut")
    }

    // Symptom: one key at the lock ended the session and forgot the draft; elsewhere it asks.
    @Test("F10 asks at the lock as everywhere, with the focus on staying, and shows nothing")
    func asks() throws {
        var stage = try Stage.signedIn()
        try stage.beginTransfer()
        try stage.press("F12", "F10")
        #expect(stage.text.contains("Sign out?"))
        for word in Self.private_ { #expect(!stage.text.contains(word), "\(word)") }
        for stays in [["Esc"], ["Enter"], ["Tab", "Left", "Enter"]] {
            var other = stage
            for key in stays { try other.press(key) }
            #expect(!other.text.contains("Sign out?"), "\(stays)")
            other.type(ScriptedBank.password)
            try other.press("Enter")
            #expect(other.text.contains("120000"), "\(stays)")
        }
        stage.type("yes")
        stage.paste(ScriptedBank.password)
        try stage.press("Tab", "Enter")
        #expect(!stage.console.isSignedIn)
    }

    // Symptom: the question at the lock told how many transfers wait, and whether there is a draft.
    @Test("the question at the lock is the same whatever waits, with a draft and without")
    func asksTheSame() throws {
        var empty = try Stage.signedIn()
        try empty.press("F12", "F10")
        #expect(empty.words.contains("Queued transfers stay queued; a draft is forgotten."))
        var bank = ScriptedBank()
        bank.outbox = [
            bank.transfer(1, .queued), bank.transfer(2, .unknown),
            bank.transfer(3, .needsCode(.tooOld)),
        ]
        var full = try Stage.signedIn(bank: bank)
        try full.beginTransfer()
        try full.press("F12", "F10")
        for size in GoldenScreenTests.sizes {
            empty.resize(size)
            full.resize(size)
            #expect(full.frame() == empty.frame(), "\(size)")
        }
    }

    @Test("nothing wakes the console while nothing moves but the idle lock")
    func idleCosts() throws {
        var stage = try Stage.signedIn()
        stage.wait(seconds: 20)
        let next = try #require(stage.console.nextDeadline)
        #expect(next.seconds(since: stage.console.workspace.lastInput) >= 180)
    }
}

extension Console {
    /// The form on the screen.
    fileprivate var form: FormModel? {
        for case .form(let form) in linearScreen.blocks { return form }
        return nil
    }
}
