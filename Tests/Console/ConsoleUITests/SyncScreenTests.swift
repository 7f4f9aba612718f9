// Goal: the state of line, record and queue can be read and acted upon without knowing how it is
// kept; what was decided is listed until somebody has seen it.
// Method: keys and news in; what the bank was asked and what the screen says out.
@testable import ClientService
@testable import ConsoleUI
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit
import Testing
import WireProtocol

@Suite("Sync, inbox and sessions")
struct SyncScreenTests {
    private func stage(_ outbox: [OutboxItem], atSync: Bool = true) throws -> Stage {
        var stage = Stage()
        stage.bank.outbox = outbox
        try stage.signIn()
        if atSync { try stage.press("g", "y") }
        return stage
    }

    @Test("news asks for the report again, and one question is under way at a time")
    func questions() throws {
        var stage = try stage([])
        stage.bank.log = []
        stage.holdsAnswers = true
        for _ in 0..<5 { stage.tell(.statusChanged(stage.bank.status)) }
        let asked = stage.held.count {
            if case .query(let request) = $0 { request.query is SyncReportQuery } else { false }
        }
        #expect(asked == 1)
        stage.release()
        #expect(stage.bank.log == ["syncReport", "syncReport"])
    }

    @Test("a report that cannot be had is told, and asked for again with r")
    func unreadable() throws {
        var stage = Stage()
        stage.bank.isReadable = false
        try stage.signIn()
        try stage.press("g", "y")
        #expect(stage.text.contains("The state of the record could not be read"))
        stage.bank.isReadable = true
        try stage.press("r")
        #expect(stage.text.contains("up to date"))
    }

    @Test("what waits is listed with its age, which grows while nothing else happens")
    func ages() throws {
        var stage = try stage([ScriptedBank().transfer(1, .queued)])
        #expect(stage.text.contains("12 min"))
        stage.wait(seconds: 61)
        #expect(stage.text.contains("13 min"))
    }

    @Test("what was never sent is taken back at once, what was sent is for the bank to decide")
    func takeBack() throws {
        var stage = try stage([ScriptedBank().transfer(1, .queued)])
        try stage.press("c")
        #expect(stage.text.contains("It was never sent."))
        #expect(stage.model.dialog?.buttons.focused == 0)
        try stage.press("Right", "Enter")
        #expect(stage.model.toast?.text.plain.contains("was taken back") == true)
        #expect(stage.text.contains("Nothing waits"))

        let decided = CancelOutcome.decided(ScriptedBank().decision(IntentKey(rawValue: 2)))
        let told: [(CancelOutcome, String)] = [
            (.waiting, "The bank has not said whether that was in time"),
            (.cancelled, "was taken back"),
            (decided, "It is too late to take it back"),
        ]
        for (outcome, words) in told {
            var stage = try self.stage([ScriptedBank().transfer(2, .unknown, sendCount: 1)])
            stage.bank.cancelOutcome = outcome
            try stage.press("c")
            #expect(stage.text.contains("The bank may have it already."))
            try stage.press("Right", "Enter")
            #expect(stage.model.toast?.text.plain.contains(words) == true, "\(outcome)")
        }
    }

    @Test("what is being taken back says so, and cannot be taken back twice")
    func takingBack() throws {
        var stage = try stage([ScriptedBank().transfer(2, .unknown, sendCount: 1)])
        try stage.press("c", "Right", "Enter")
        #expect(stage.text.contains("asked back"))
        stage.wait(seconds: 10)
        try stage.press("c")
        #expect(stage.model.dialog == nil)
        #expect(stage.model.toast?.text.plain.contains("taken back already") == true)
    }

    @Test("a row that was wrong tells account, entry, what is wrong, evidence and repair")
    func divergence() throws {
        var stage = Stage()
        stage.bank.divergences = ScriptedBank.makeDivergences()
        try stage.signIn()
        try stage.press("g", "y", "Tab", "Enter")
        for words in [
            "Savings ..7890", "88 of the account",
            "It is not known yet whether the bank's books have",
            "412 bytes kept", "UNVERIFIED", "21 Nov 2026 13:57:00",
        ] {
            #expect(stage.words.contains(words), "\(words)")
        }
        try stage.press("Enter", "Down", "Enter")
        #expect(stage.text.contains("put right"))
        #expect(stage.text.contains("nothing was there to keep"))
    }

    @Test("the list of what was found wrong says how much more there was")
    func unkept() throws {
        var stage = Stage()
        stage.bank.divergences = ScriptedBank.makeDivergences()
        try stage.signIn()
        try stage.press("g", "y")
        #expect(!stage.words.contains("more found wrong"))
        stage.bank.unkeptCount = 12
        try stage.press("Esc", "g", "y")
        #expect(stage.words.contains("12 more found wrong"))
    }

    /// An entry that the bank's books lack.
    private static let lost = EntryRecord(
        accountID: ScriptedBank.savings,
        accountSequence: 88,
        journalID: JournalID(rawValue: 5),
        transferID: TransferID(rawValue: 0x77),
        amount: Money(minorUnits: -1_234_56, currency: .indianRupee),
        balanceAfterMinorUnits: 0,
        bookedAt: ScriptedBank.now,
        valueDate: ZoneOffset.india.date(of: ScriptedBank.now),
        code: 1,
        counterparty: "Lakshmi Iyer",
        reference: "Rent 7"
    )

    private static func divergence(
        _ mark: EvidenceMark?,
        _ atBank: Divergence.AtBank? = nil,
        isRepaired: Bool = true,
        awaits: Divergence.Awaited? = nil
    ) -> Divergence {
        Divergence(
            fault: ChainFault(
                accountID: lost.accountID,
                accountSequence: lost.accountSequence,
                reason: .divergence
            ),
            foundAt: ScriptedBank.now,
            evidenceByteCount: 200,
            isRepaired: isRepaired,
            awaits: awaits,
            atBank: atBank,
            entry: lost,
            mark: mark,
            isTellable: true
        )
    }

    @Test(
        "a row says whether the bank was told of it, in the list and beside its state",
        arguments: [
            (nil, "not yet", "the bank was not told yet"),
            (.kept, "told", "told the bank, 20 Nov 12:02"),
            (.held, "has it", "the bank holds it, 20 Nov 12:02"),
            (.full, "not taken", "the bank took no more, 20 Nov 12:02"),
        ] as [(EvidenceVerdict?, String, String)]
    )
    func toldBank(verdict: EvidenceVerdict?, brief: String, words: String) throws {
        var stage = Stage()
        let mark = verdict.map {
            EvidenceMark(
                verdict: $0,
                toldAt: ScriptedBank.now.adding(seconds: -26 * 3_600),
                epoch: 3
            )
        }
        stage.bank.divergences = [Self.divergence(mark)] + ScriptedBank.makeDivergences()
        try stage.signIn()
        try stage.press("g", "y")
        #expect(stage.text.contains(brief))
        try stage.press("Tab", "Enter")
        #expect(stage.words.contains(words))
    }

    // Symptom: a lost transfer was "put right", and an entry that the bank had was "not the bank's".
    // Cause: the words followed what had been suspected, and not what was found out.
    @Test(
        "the word and the sentence for an entry follow what is known of the bank's books",
        arguments: [
            (nil, false, "UNVERIFIED", "It is not known yet whether the bank's books have"),
            (nil, true, "put right", "had when they were compared"),
            (.same, true, "at the bank", "have the entry just as it was found here"),
            (.otherwise, true, "not at bank", "do not hold the entry as it was found here"),
            (.another, true, "replaced", "have another entry in the place"),
            (.nothing, true, "lost at bank", "there is nothing in its place"),
        ] as [(Divergence.AtBank?, Bool, String, String)]
    )
    func atBank(
        _ atBank: Divergence.AtBank?,
        isRepaired: Bool,
        word: String,
        sentence: String
    ) throws {
        var stage = Stage()
        stage.bank.divergences = [Self.divergence(nil, atBank, isRepaired: isRepaired)]
        try stage.signIn()
        try stage.press("g", "y")
        #expect(stage.text.contains(word))
        try stage.press("Tab", "Enter")
        #expect(stage.words.contains(sentence))
        #expect(stage.words.contains(word))
    }

    // Symptom: "That is done when the bank answers", and the bank answered: its books were older than
    // the record. What an earlier restore had lost was "put right" meanwhile.
    @Test(
        "what a row awaits is said as it will happen, and nothing is put right before it",
        arguments: [
            (.comparison, "That is done when the bank answers"),
            (.agreement, "tell the bank"), (.booksOfBank, "Tell the bank"),
            (.upgrade, "before this console is updated"),
        ] as [(Divergence.Awaited, String)],
        [true, false]
    )
    func awaited(_ expected: (Divergence.Awaited, String), isRepaired: Bool) throws {
        let (awaits, words) = expected
        var stage = Stage()
        let row = Self.divergence(nil, isRepaired: isRepaired, awaits: awaits)
        stage.bank.divergences = [row]
        try stage.signIn()
        try stage.press("g", "y")
        #expect(stage.text.contains(isRepaired ? "not compared" : "UNVERIFIED"))
        try stage.press("Tab", "Enter")
        #expect(stage.words.contains(words))
        #expect(!stage.words.contains("put right from"))
        #expect(stage.words.contains("when the bank answers") == (awaits == .comparison))
        // The box follows what becomes of the row while it stands there.
        stage.bank.divergences = [Self.divergence(nil, .same)]
        stage.tell(.statusChanged(stage.bank.status))
        #expect(stage.words.contains("Nothing needs to be done."))
    }

    // Symptom: the list named neither amount nor counterparty nor receipt, whatever room there was.
    @Test("the list says what an entry moved and whose it was, and with room by what it is found")
    func entriesInList() throws {
        for (size, hasReceipt) in [
            (Size(width: 80, height: 24), false), (Size(width: 120, height: 40), false),
            (Size(width: 200, height: 60), true),
        ] {
            var stage = Stage(size: size)
            stage.bank.divergences = [Self.divergence(nil, .nothing)]
            try stage.signIn()
            try stage.press("g", "y")
            #expect(stage.text.contains("1,234.56"))
            // Symptom: beside a receipt of 36 cells, names were cut.
            #expect(stage.text.contains("Lakshmi Iyer"))
            #expect(stage.text.contains("Savings ..7890"))
            #expect(stage.text.contains(Self.lost.journalID.description) == hasReceipt)
        }
    }

    // Symptom: a console without a line said that its record was up to date.
    @Test("without a line nobody knows how far the bank is", arguments: [true, false])
    func distanceWithoutLine(isUp: Bool) throws {
        var stage = try Stage.signedIn()
        if !isUp { stage.goOffline() }
        try stage.press("g", "y")
        #expect(stage.text.contains("up to date") == isUp)
        #expect(stage.text.contains("at least 12 changes behind") != isUp)
    }

    @Test("an entry that was found wrong is told with amount, counterparty and receipt")
    func divergenceOfEntry() throws {
        var stage = Stage()
        let lost = Self.lost
        stage.bank.divergences = [Self.divergence(nil)]
        try stage.signIn()
        try stage.press("g", "y", "Tab", "Enter")
        for words in ["1,234.56", "Lakshmi Iyer", "Rent 7", lost.journalID.description] {
            #expect(stage.words.contains(words), "\(words)")
        }
    }

    @Test(
        "that the books were restored is said until the screen that tells what they lack was read"
    )
    func restoredNotice() throws {
        var stage = Stage(size: Size(width: 100, height: 40))
        stage.bank.notice = .booksRestored
        stage.bank.divergences = ScriptedBank.makeDivergences()
        try stage.signIn()
        #expect(stage.words.contains("books were restored from a copy"))
        #expect(!stage.bank.log.contains("readNotice"))
        try stage.press("g", "y")
        #expect(stage.bank.log.contains("readNotice"))
        for _ in 0..<2 {
            // Symptom: on this screen, "Sync (g y) lists what they lack".
            #expect(stage.words.contains("What they lack stands here"))
            #expect(!stage.words.contains("Sync (g y)"))
            stage.tell(.statusChanged(stage.bank.status))
        }
        #expect(stage.words.contains("books were restored from a copy"))
        try stage.press("Esc")
        #expect(!stage.words.contains("books were restored from a copy"))
    }

    @Test("no notice sends anybody to the screen that they are on")
    func whereOneIs() throws {
        for notice in StatusNotice.allCases {
            let (sync, outbox) = (
                StatusSentences.notice(notice, on: .sync),
                StatusSentences.notice(notice, on: .outbox)
            )
            #expect(!sync.text.contains("Sync ("), "\(notice)")
            #expect(!outbox.advice.contains("in the outbox"), "\(notice)")
        }
        let refused = CancelOutcome.decided(ScriptedBank.refusal(1, .payeeUnknown))
        for outcome in [refused, .waiting] {
            #expect(StatusSentences.cancel(outcome).text.contains("outbox"))
            #expect(!StatusSentences.cancel(outcome, on: .outbox).text.contains("outbox"))
        }
        var refusals = DecisionCounts()
        for count in [1, 2] {
            refusals.add(.refused(ScriptedBank.refusal(1, .payeeUnknown)))
            #expect(refusals.total == count)
            #expect(!StatusSentences.waitingDecided(refusals, on: .outbox).text.contains("outbox"))
        }
        // Over the offline copy, the form is where the key leads.
        var stage = try Stage.offlineCopy()
        stage.resize(Size(width: 100, height: 40))
        stage.bank.isBankReachable = true
        stage.tell(.statusChanged(stage.bank.status))
        #expect(stage.words.contains("sign in (g i) for its figures"))
        try stage.press("g", "i")
        #expect(stage.words.contains("sign in for its figures"))
    }

    @Test("a transfer that the restored books do not hold is not said to be posted")
    func lostTransfer() throws {
        var stage = try stage([ScriptedBank().lostTransfer(1)], atSync: false)
        try stage.press("g", "o")
        #expect(stage.text.contains("lost at bank"))
        #expect(stage.words.contains("Do not make it again before the bank has said"))
        #expect(!stage.words.contains("the money has moved"))
    }

    @Test("a refusal is listed with its reason and remedy until it is marked as seen")
    func inbox() throws {
        let bank = ScriptedBank()
        let refused = bank.transfer(1, .decided(ScriptedBank.refusal(1, .payeeChanged)))
        var stage = try stage([refused, bank.transfer(2, .queued)], atSync: false)
        #expect(stage.text.contains("1 to read"))
        stage.wait(seconds: 3_000)
        stage.type(ScriptedBank.password)
        try stage.press("Enter", "g", "o")
        #expect(stage.text.contains("Inbox"))
        #expect(stage.text.contains("The payee has changed since it was shown to you."))
        #expect(stage.words.contains("Make the transfer again and check the payee."))
        try stage.press("a")
        #expect(stage.bank.log.last == "acknowledge")
        #expect(!stage.text.contains("Inbox"))
        #expect(!stage.text.contains("to read"))
        let words = TransferWords(.queued, isCancelAsked: false)
        #expect(stage.words.contains(words.sentence.text), "of the one that still waits")
    }

    @Test("where lines are read, what waits to be read is said when it comes and when it is gone")
    func spokenInbox() throws {
        var talk = Talk()
        talk.say("asha", ScriptedBank.password, ScriptedBank.code)
        talk.bank.outbox = [
            talk.bank.transfer(1, .decided(ScriptedBank.refusal(1, .payeeChanged)))
        ]
        talk.tell(.statusChanged(talk.bank.status))
        talk.tell(.outboxChanged)
        #expect(talk.transcript.hasSuffix("1 to read\n"))
        talk.say("outbox", "mark as seen")
        #expect(talk.transcript.contains("The payee has changed since it was shown to you."))
        #expect(talk.transcript.contains("nothing to read"))
    }

    @Test("a refusal on the screen that waited for it stays in the inbox until that is left")
    func refusedWhileWaiting() throws {
        var stage = try Stage.signedIn()
        try stage.reachCode()
        stage.bank.transferOutcome = .refused(ScriptedBank.refusal(1, .feeChanged))
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.text.contains("The fee has changed since it was shown to you."))
        #expect(!stage.bank.log.contains("acknowledge"))
        try stage.press("Enter")
        #expect(stage.bank.log.contains("acknowledge"))
    }

    @Test("a session elsewhere is ended after a question whose first answer is Cancel")
    func endSession() throws {
        var stage = try Stage.signedIn()
        try stage.press("g", "l", "e")
        #expect(stage.model.dialog?.buttons.buttons.first?.title == "Cancel")
        #expect(stage.model.dialog?.buttons.focused == 0)
        try stage.press("Enter")
        #expect(!stage.bank.log.contains("endSession 1"))
        try stage.press("e", "Right", "Enter")
        #expect(stage.bank.log.contains("endSession 1"))
        #expect(!stage.text.contains("back-office"))
    }

    // Symptom: the list said "last seen" of the time at which a session had last got tokens.
    @Test("a session is listed with when it was renewed, by that name")
    func renewed() throws {
        var stage = try Stage.signedIn()
        try stage.press("g", "l")
        #expect(stage.text.contains("Renewed"))
        #expect(!stage.text.contains("seen"))
    }

    @Test("the session that one is in is marked and not ended from the list")
    func currentSession() throws {
        var stage = try Stage.signedIn()
        try stage.press("g", "l", "End")
        #expect(stage.text.contains("this one"))
        try stage.press("e")
        #expect(stage.model.dialog == nil)
        #expect(stage.model.toast?.text.plain.contains("sign out to end it") == true)
    }

    @Test("news asks for the sessions one question at a time, and none of it takes the list away")
    func sessionQuestions() throws {
        // Symptom: at a busy teller's console the bank answered 429, and the list became "not
        // known". Cause: each piece of news was a request of its own, and each failure an answer.
        var stage = try Stage.signedIn()
        try stage.press("g", "l")
        stage.holdsAnswers = true
        for _ in 0..<5 { stage.tell(.recordsChanged) }
        func askedCount() -> Int {
            stage.held.count { if case .sessions = $0 { true } else { false } }
        }
        #expect(askedCount() == 1)
        stage.bank.sessions = nil
        stage.release()
        #expect(stage.text.contains("this one"))
        stage.bank.sessions = Array(ScriptedBank.makeSessions().dropFirst())
        stage.tell(.recordsChanged)
        #expect(!stage.text.contains("back-office"))
    }

    @Test("while the bank is asked for the sessions nothing waits for it")
    func awaitedSessions() throws {
        var stage = try Stage.signedIn()
        stage.holdsAnswers = true
        try stage.press("g", "l")
        #expect(stage.text.contains("Asking the bank"))
        #expect(!stage.console.isAwaitingRows)
        stage.release()
        #expect(stage.text.contains("this one"))
    }

    @Test("a session that the bank ended is off the list, though the bank cannot be asked again")
    func endedSession() throws {
        var stage = try Stage.signedIn()
        try stage.press("g", "l", "e", "Right")
        stage.holdsAnswers = true
        try stage.press("Enter")
        for effect in stage.held {
            guard case .endSession(let id) = effect else { continue }
            stage.send(.reply(.sessionEnded(id, true)))
        }
        stage.send(.reply(.sessions(nil)))
        #expect(!stage.text.contains("back-office"))
        #expect(stage.text.contains("this one"))
    }

    @Test("sessions that cannot be asked for are told as unknown, not as none")
    func unknownSessions() throws {
        var stage = Stage()
        stage.bank.sessions = nil
        try stage.signIn()
        try stage.press("g", "l")
        #expect(stage.text.contains("where you are signed in is not known"))
        stage.bank.sessions = ScriptedBank.makeSessions()
        try stage.press("r")
        #expect(stage.text.contains("this one"))
    }
}
