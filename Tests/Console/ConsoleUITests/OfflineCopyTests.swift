// Goal: a record opens without the bank only by choice, says so on every screen, and sends nothing.
// Method: keys in; what the bank was asked and what the screen says out.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import SyncCore
import TerminalKit
import Testing

@Suite("Offline copy")
struct OfflineCopyTests {
    private func unreachable(_ cause: LinkCause = .lineDown) throws -> Stage {
        var stage = Stage()
        stage.bank.signInOutcome = .unreachable(cause, copy: .here)
        try stage.signIn()
        return stage
    }

    @Test("without a line the cause is told and the copy is offered, with the focus on going back")
    func offer() throws {
        var stage = try unreachable(.certificateExpired)
        #expect(stage.text.contains("The bank's certificate has expired."))
        #expect(stage.model.dialog?.title == "Read the offline copy?")
        #expect(stage.model.dialog?.buttons.focused == 0)
        try stage.press("Enter")
        #expect(stage.model.dialog == nil)
        #expect(!stage.bank.log.contains("openOffline asha"))
        #expect(stage.text.contains("F8 opens what this console holds"))
        try stage.press("F8")
        #expect(stage.text.contains("Read the offline copy"))
    }

    @Test("a console that keeps no copy offers none")
    func noCopy() throws {
        var stage = Stage(keepsOfflineCopy: false)
        stage.bank.signInOutcome = .unreachable(.lineDown, copy: .here)
        try stage.signIn()
        #expect(stage.model.dialog == nil)
        #expect(stage.text.contains("The bank cannot be reached."))
        try stage.press("F8")
        #expect(stage.model.title != "Read the offline copy")
    }

    // Symptom: a console that had never been used offered what it held, and then held nothing.
    // Cause: a copy was offered wherever one could be kept.
    @Test("where nothing is held no copy is offered")
    func nothingHeld() throws {
        var stage = Stage()
        stage.bank.signInOutcome = .unreachable(.lineDown, copy: .none)
        try stage.signIn()
        #expect(stage.model.dialog == nil)
        #expect(!stage.text.contains("what this console holds"))
        try stage.press("F8")
        #expect(stage.model.title != "Read the offline copy")
    }

    // Symptom: a copy was offered that another console had open, and then it held nothing yet. Cause:
    // a console that is open beside another one has a record of its own, which was never fetched.
    @Test("a copy that another console has open is not offered, and it is said why")
    func openElsewhere() throws {
        var stage = Stage()
        stage.bank.signInOutcome = .unreachable(.lineDown, copy: .openElsewhere)
        try stage.signIn()
        #expect(stage.model.dialog == nil)
        #expect(stage.words.contains(StatusSentences.copyOpenElsewhere.text))
        #expect(!stage.words.contains("opens what this console holds"))
        try stage.press("F8")
        #expect(stage.model.title != "Read the offline copy")
        #expect(stage.model.toast?.text.plain == StatusSentences.copyOpenElsewhere.text)
    }

    // Symptom: the question went on saying that nobody listened, half a minute after the bank was
    // back. Proves: the news ends it, and no answer opens the copy any more.
    @Test(
        "once the bank answers, the question and the form say so, and only that",
        arguments: [true, false]
    )
    func bankIsBack(isAsking: Bool) throws {
        var stage = try unreachable(.connectionRefused)
        if !isAsking { try stage.press("Enter") }
        #expect(stage.words.contains("Nobody listens at the bank's address."))
        stage.bank.isBankReachable = true
        stage.tell(.statusChanged(stage.bank.status))
        #expect(stage.words.contains("The bank answers again."))
        #expect(!stage.words.contains("Nobody listens"))
        #expect(!stage.words.contains("what this console holds"))
        // A state that changes is told as it is: the bank may stop again.
        var again = stage
        again.bank.isBankReachable = false
        again.tell(.statusChanged(again.bank.status))
        #expect(!again.words.contains("The bank answers again."))
        #expect(again.words.contains("Nobody listens at the bank's address."))
        #expect((again.model.dialog?.title == "Read the offline copy?") == isAsking)
        guard isAsking else { return }
        #expect(stage.model.dialog?.title == "Sign in")
        #expect(stage.model.dialog?.buttons.buttons.map(\.title) == ["Close"])
        try stage.press("Tab", "Enter")
        #expect(stage.model.dialog == nil)
        #expect(stage.model.title != "Read the offline copy")
    }

    @Test("a name that the bank refused is offered no copy")
    func refusedByBank() throws {
        var stage = Stage()
        stage.bank.signInOutcome = .refused
        try stage.signIn()
        #expect(stage.model.dialog == nil)
        try stage.press("F8")
        #expect(stage.model.title != "Read the offline copy")
    }

    @Test("the copy asks for the password alone, and says until when it is open")
    func opened() throws {
        var stage = try unreachable()
        try stage.press("Tab", "Enter")
        #expect(!stage.text.contains("authenticator"))
        stage.type(ScriptedBank.password)
        try stage.press("Enter")
        #expect(stage.bank.log.contains("openOffline asha"))
        #expect(stage.model.id == "overview")
        #expect(stage.text.contains("offline copy until 22 Nov 14:02"))
        #expect(stage.text.contains("This is the offline copy"))
    }

    @Test("every outcome but success is told, and the way back to the bank stays open")
    func outcomes() throws {
        let told: [(OfflineOutcome, String)] = [
            (.refused, "or this console holds no copy for you"),
            (.mustWait(seconds: 8), "Wait 8 seconds"),
            (.leaseEnded, "This console's offline copy has expired."),
            (.empty, "This console holds nothing of yours yet."),
            (.openElsewhere, "Another console on this machine has the offline copy open."),
            (.failed, "it is open in another console or"),
        ]
        for (outcome, words) in told {
            var stage = try unreachable()
            stage.bank.offlineOutcome = outcome
            try stage.press("Tab", "Enter")
            stage.type(ScriptedBank.password)
            try stage.press("Enter")
            #expect(stage.words.contains(words), "\(outcome)")
            try stage.press("Esc")
            // Where nothing is left to open, the form is the bank's at once.
            guard ![.leaseEnded, .empty, .openElsewhere].contains(outcome) else { continue }
            #expect(stage.model.title.plain.hasPrefix("Sign in to"))
        }
    }

    @Test("what needs the bank says why it cannot be done, and asks the bank nothing")
    func disabled() throws {
        var stage = try Stage.offlineCopy()
        let asked = stage.bank.log.count
        for keys in [["t"], ["r"], ["g", "l"]] {
            for key in keys { try stage.press(key) }
            let toast = stage.model.toast?.text.plain ?? ""
            #expect(toast.contains("This is the offline copy, which can only be read."), "\(keys)")
            #expect(stage.model.id == "overview")
        }
        #expect(stage.bank.log.count == asked)
    }

    @Test("every balance of the copy says as of when")
    func ages() throws {
        var stage = Stage()
        try stage.openOfflineCopy()
        // Nobody heard from the bank since the copy was opened.
        stage.bank.line = .down(since: nil)
        stage.tell(.statusChanged(stage.bank.status))
        stage.wait(seconds: 10)
        #expect(stage.text.contains("offline, as of 13:25"))
        #expect(!stage.text.contains("never"))
        #expect(!stage.text.contains("live"))
        // The title bar says it of every balance; one that is older says so itself.
        stage.bank.freshness = .cached(asOf: stage.time.wall.adding(seconds: -7_200))
        for reply in stage.bank.answer(.accounts) { stage.send(.reply(reply)) }
        let amounts = stage.text.split(separator: "\n").filter { $0.contains(" INR as of 12:0") }
        #expect(amounts.count == 2)
    }

    @Test("signing in over the copy asks for password and code, and a failure keeps the copy open")
    func signInOver() throws {
        var stage = try Stage.offlineCopy()
        try stage.press("g", "i")
        #expect(stage.model.id == "signIn")
        #expect(stage.text.contains("asha"))
        stage.type(ScriptedBank.password)
        try stage.press("Tab")
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.text.contains("The bank cannot be reached."))
        #expect(stage.model.dialog == nil)
        try stage.press("Esc")
        #expect(stage.model.id == "overview")
        stage.bank.signInOutcome = nil
        stage.bank.notice = nil
        stage.bank.line = .up
        try stage.press("g", "i")
        stage.type(ScriptedBank.password)
        try stage.press("Tab")
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.model.id == "overview")
        #expect(!stage.text.contains("offline copy"))
        try stage.press("t")
        #expect(stage.model.id == "transfer")
    }

    // Symptom: "sign in for its figures, and to send what waits" with nothing in the outbox. Cause: the
    // sentence did not ask what waited.
    @Test("once the bank answers, sending is spoken of only where something waits to be sent")
    func whatWaits() throws {
        let states: [(OutboxItem.State?, Bool)] = [
            (nil, false), (.needsCode(.wrong), false), (.queued, true),
        ]
        for (state, waits) in states {
            var stage = Stage(size: Size(width: 100, height: 40))
            if let state { stage.bank.outbox = [stage.bank.transfer(1, state)] }
            try stage.openOfflineCopy()
            #expect(!stage.words.contains("send what waits"))
            stage.bank.isBankReachable = true
            stage.tell(.statusChanged(stage.bank.status))
            #expect(stage.words.contains("sign in (g i) for its figures"))
            #expect(stage.words.contains("and to send what waits.") == waits)
            // There is still no line: the figures are as of when there was one.
            #expect(stage.text.contains("offline, as of 13:25"))
        }
    }

    @Test("a lock that came while the bank was asked stays, and a sign-out undoes what comes after")
    func lockedMeanwhile() throws {
        for leaves in [false, true] {
            var stage = try Stage.offlineCopy()
            try stage.press("g", "i")
            stage.bank.signInOutcome = .signedIn(stage.bank.user)
            stage.holdsAnswers = true
            stage.type(ScriptedBank.password)
            try stage.press("Tab")
            stage.type(ScriptedBank.code)
            try stage.press("Enter", "F12")
            if leaves { try stage.press("F10", "Right", "Enter") }
            stage.release()
            #expect(stage.model.title == (leaves ? "Sign in to Sahyadri Bank" : "Locked"))
            #expect(!stage.text.contains("Savings"))
            #expect(stage.bank.log.contains("signOut") == leaves)
        }
    }

    @Test("at the lease's end the screen closes to sign-in with a sentence")
    func leaseEnds() throws {
        var stage = try Stage.offlineCopy()
        stage.bank.notice = .leaseEnded
        stage.tell(.statusChanged(stage.bank.status))
        stage.tell(.signedOut)
        #expect(stage.model.id == "signIn")
        #expect(stage.text.contains("This console's offline copy has expired."))
        #expect(!stage.text.contains("Savings"))
    }

    @Test("a wipe at sign-in is told whether the news comes before the outcome or after it")
    func wipe() throws {
        for isEarly in [true, false] {
            var stage = Stage()
            stage.bank.signInOutcome = .failed
            stage.bank.notice = .wiped
            stage.holdsAnswers = true
            try stage.signIn()
            if isEarly { stage.tell(.statusChanged(stage.bank.status)) }
            stage.release()
            if !isEarly { stage.tell(.statusChanged(stage.bank.status)) }
            #expect(stage.text.contains("destroyed everything it held"), "\(isEarly)")
        }
    }
}
