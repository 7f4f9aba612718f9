// Goal: the words for how a transfer stands come from its state, are the same wherever they are said,
// and never claim what is not known.
// Method: every state; the table, and every screen that tells of it.
@testable import ClientService
@testable import ConsoleUI
import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore
import TerminalKit
import Testing
import WireProtocol

@Suite("Words for transfers")
struct TransferWordsTests {
    private static let key = IntentKey(rawValue: 1)

    private static var posted: IntentDecision { ScriptedBank().decision(key) }

    private static let waiting: [OutboxItem.State] = [
        .queued, .sending, .unknown, .needsCode(.wrong),
    ]

    @Test("every state has words of its own that do not claim what is not known")
    func table() {
        let refused = ScriptedBank.refusal(1, .payeeUnknown)
        let ended: [OutboxItem.State] = [.cancelled, .decided(Self.posted), .decided(refused)]
        let table =
            (Self.waiting + ended).map { TransferWords($0, isCancelAsked: false) }
            + [
                TransferWords(.unknown, isCancelAsked: true),
                TransferWords(.queued, isCancelAsked: false, sendCount: 1),
                TransferWords(.cancelled, isCancelAsked: false, sendCount: 1),
            ]
        #expect(Set(table.map(\.status.word)).count == table.count)
        #expect(Set(table.map(\.sentence)).count == table.count)
        #expect(Set(table.map(\.phrase)).count == table.count)
        for words in table {
            #expect(words.status.word.width <= 12, "the column has no more room")
            #expect(words.sentence.happened.hasSuffix("."))
        }
        let unknown = TransferWords(.unknown, isCancelAsked: false).sentence.text
        #expect(unknown.contains("not known"))
        #expect(unknown.contains("Do not make it again"))
        let sending = TransferWords(.sending, isCancelAsked: false)
        #expect(!sending.sentence.text.contains("No money has moved"))
        #expect(!sending.sentence.text.contains("posted it"))
        #expect(TransferWords(.queued, isCancelAsked: false).sentence.text.contains("No money"))
    }

    // Symptom: a transfer that the bank had put off was called "not sent yet", one that it had turned
    // away "taken back", and both "No money has moved". Cause: that it had been sent was not looked at.
    @Test(
        "what was sent is called neither unsent nor taken back",
        arguments: [OutboxItem.State.queued, .cancelled]
    )
    func sentBefore(_ state: OutboxItem.State) throws {
        let item = ScriptedBank().transfer(1, state, sendCount: 1)
        let words = TransferWords(item)
        for text in [words.phrase.plain, words.remark.plain, words.sentence.text] {
            for untrue in ["not sent", "taken back", "You took", "No money", "no money"] {
                #expect(!text.contains(untrue), "\(text)")
            }
        }
        var bank = ScriptedBank()
        bank.outbox = [item]
        var stage = try Stage.signedIn(bank: bank)
        try stage.press("g", "o")
        #expect(stage.text.contains(words.status.word.plain))
        #expect(!stage.words.contains("What waits here has moved no money") || state == .cancelled)
    }

    @Test("the last step tells of a transfer that the bank turned away")
    func turnedAway() throws {
        var stage = try Stage.signedIn()
        stage.goOffline()
        try stage.reachCode()
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        let reviewed = try #require(stage.bank.outbox.first).reviewed
        stage.bank.outbox = [
            OutboxItem(
                reviewed: reviewed,
                queuedAt: ScriptedBank.now,
                state: .cancelled,
                sendCount: 1
            )
        ]
        stage.tell(.outboxChanged)
        #expect(stage.text.contains("turned away: the bank does not make it"))
        #expect(!stage.text.contains("taken back"))
    }

    @Test("each screen says the word of the state", arguments: waiting)
    func everywhere(_ state: OutboxItem.State) throws {
        var bank = ScriptedBank()
        bank.outbox = [bank.transfer(1, state, sendCount: state == .queued ? 0 : 1)]
        let words = TransferWords(bank.outbox[0])
        var stage = try Stage.signedIn(bank: bank)
        #expect(stage.text.contains("\(words.label.plain) from Savings"))
        #expect(stage.words.contains(words.remark.plain))
        try stage.press("Enter")
        #expect(stage.words.contains(words.remark.plain))
        try stage.press("g", "o")
        #expect(stage.text.contains(words.status.word.plain))
        #expect(stage.words.contains(words.sentence.happened.prefix(30)))
        let mayHaveMoved = state == .sending || state == .unknown
        #expect(stage.words.contains("What waits here has moved no money") != mayHaveMoved)
        try stage.press("g", "y")
        #expect(stage.text.contains(words.status.word.plain))
    }

    // Symptom: after a refused code the title bar said "1 queued" and the line below "not sent".
    @Test("a transfer that needs a code is called so everywhere, and queued nowhere")
    func needsCode() throws {
        var stage = try Stage.signedIn()
        try stage.reachCode()
        stage.type("000000")
        try stage.press("Enter")
        #expect(stage.text.contains("1 needs a code"))
        #expect(!stage.text.contains("queued"))
        try stage.press("Esc", "Right", "Enter")
        #expect(stage.model.id == "overview")
        #expect(stage.text.contains("1 needs a code"))
        #expect(stage.text.contains("Needs a code from Savings"))
        #expect(!stage.text.lowercased().contains("queued"))
        try stage.press("g", "o")
        #expect(stage.text.contains("needs a code"))
    }

    // Symptom: the answer that a transfer had been posted came while its last step was on the screen,
    // and that went on saying that no money had moved.
    // Cause: how it ended was kept from the moment when the code was typed.
    @Test("the last step follows the transfer until it is decided")
    func doneFollows() throws {
        var stage = try Stage.signedIn()
        stage.goOffline()
        try stage.reachCode()
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.text.contains("queued, not sent yet"))
        let reviewed = try #require(stage.bank.outbox.first).reviewed
        for (state, words) in [
            (OutboxItem.State.sending, "being sent"), (.unknown, "no answer came"),
            (.needsCode(.tooOld), "needs a code, no money has moved"),
        ] {
            stage.bank.outbox = [stage.bank.item(reviewed, state)]
            stage.tell(.outboxChanged)
            #expect(stage.text.contains(words))
            #expect(!stage.text.contains("not sent yet"))
        }
        let decision = stage.bank.decision(reviewed.intentKey)
        stage.bank.outbox = [stage.bank.item(reviewed, .decided(decision))]
        stage.tell(.outboxChanged)
        #expect(stage.text.contains("the money has moved"))
        #expect(!stage.text.contains("No money"))
        #expect(stage.model.toast == nil, "the screen says it already")
        #expect(stage.bank.log.last == "acknowledge")
        stage.tell(.outboxChanged)
        #expect(stage.text.contains("the money has moved"), "a decision is the last word")
    }

    // Symptom: after the bank's books had been restored without it, the last step of a transfer went on
    // saying that the money had moved. Cause: a decision counted as the last word, and as seen.
    // Proves: the step follows, and what was lost stays in the inbox until it is marked as seen.
    @Test("the last step follows a transfer that the bank lost; leaving marks nothing as seen")
    func doneFollowsLoss() throws {
        var stage = try Stage.signedIn()
        try stage.reachCode()
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.text.contains("the money has moved"))
        let key = try #require(stage.bank.authorisedKeys.first)
        #expect(stage.bank.log.last == "acknowledge")
        let lost = stage.bank.lostTransfer(key.rawValue)
        stage.bank.outbox = [lost]
        stage.bank.log = []
        stage.tell(.outboxChanged)
        #expect(stage.text.contains("lost at bank"))
        #expect(!stage.text.contains("the money has moved"))
        try stage.press("Enter")
        #expect(!stage.bank.log.contains("acknowledge"))
        try stage.press("g", "o")
        #expect(stage.text.contains("lost at bank"))
        // Found again, it is posted once more.
        try stage.press("Enter")
        stage.bank.outbox = [stage.bank.item(lost.reviewed, lost.state)]
        stage.tell(.outboxChanged)
        #expect(stage.text.contains("the money has moved"))
    }

    // Symptom: an entry that was open when the books were restored without it kept its balance and its
    // receipt, under "live". Cause: the screen showed what it was opened with.
    @Test("an entry that the record holds no more says so, and is there again if it comes back")
    func entryFollows() throws {
        var stage = try Stage.signedIn()
        try stage.press("Enter", "Enter")
        #expect(stage.model.id == "entry")
        #expect(stage.text.contains("Balance after"))
        let entries = try #require(stage.bank.entries[ScriptedBank.savings])
        let place = entries.count - 1
        stage.bank.entries[ScriptedBank.savings]?.removeLast()
        stage.tell(.recordsChanged)
        #expect(stage.words.contains("record no longer has this entry"))
        #expect(!stage.text.contains("Balance after"))
        let other = entries[place].with(journalID: JournalID(rawValue: 4_711))
        stage.bank.entries[ScriptedBank.savings]?.append(other)
        stage.tell(.recordsChanged)
        #expect(stage.words.contains("record no longer has this entry"))
        stage.bank.entries[ScriptedBank.savings] = entries + [entries[place].following()]
        stage.tell(.recordsChanged)
        #expect(!stage.words.contains("record no longer has this entry"))
        #expect(stage.text.contains("Balance after"))
    }

    // Symptom: a customer who had queued 1,50,000 was shown, for a second one, what would be left after
    // that alone. Cause: what waited was looked at on the accounts only.
    @Test("the review tells of what waits already, and counts it in what is left")
    func reviewCountsQueue() throws {
        var stage = Stage(size: Size(width: 120, height: 40))
        let others: [OutboxItem.State] = [.queued, .queued, .needsCode(.wrong)]
        stage.bank.outbox = others.enumerated().map { number, state in
            stage.bank.transfer(UInt128(number + 1), state)
        }
        try stage.signIn()
        try stage.reachReview()
        #expect(stage.text.contains("Queued"))
        #expect(stage.words.contains("1,000.00 INR not sent, in no balance"))
        #expect(stage.text.contains("Needs a code"))
        let available = try #require(stage.bank.summaries.first).balance.available
        let left = Money(
            minorUnits: available.minorUnits - 1_20_000_00 - 3 * 500_00,
            currency: .indianRupee
        )
        let format = stage.console.workspace.context.format
        #expect(stage.words.contains("After it \(format.number(left))"))
        var talk = Talk()
        talk.bank.outbox = stage.bank.outbox
        talk.say("asha", ScriptedBank.password, ScriptedBank.code)
        talk.say("transfer", "kaveri", "1", "120000", "Invoice")
        #expect(talk.transcript.contains("Queued: 1,000.00"))
        #expect(talk.transcript.contains("After it: \(format.number(left))"))
        stage.goOffline()
        #expect(!stage.text.contains("Available now"), "a figure that is older is not of now")
        #expect(stage.text.contains("Available"))
    }

    // Symptom: a transfer was decided while the question stood there whether to take it back; the
    // question said so, and went on offering to.
    @Test(
        "a question that has come to its end can only be closed",
        arguments: ["decided", "asked back", "gone"]
    )
    func takeBackEnds(_ how: String) throws {
        var bank = ScriptedBank()
        bank.outbox = [bank.transfer(1, .queued)]
        var stage = try Stage.signedIn(bank: bank)
        try stage.press("g", "o", "c", "Right")
        #expect(stage.model.dialog?.buttons.buttons.count == 2)
        let asked = OutboxItem(
            reviewed: bank.outbox[0].reviewed,
            queuedAt: ScriptedBank.now,
            state: .unknown,
            sendCount: 1,
            isCancelAsked: true
        )
        stage.bank.outbox =
            switch how {
            case "decided": [stage.bank.transfer(1, .decided(Self.posted), sendCount: 1)]
            case "asked back": [asked]
            default: []
            }
        stage.tell(.outboxChanged)
        #expect(stage.model.dialog?.buttons.buttons.map(\.title) == ["Close"])
        #expect(stage.model.dialog?.title == "Nothing to take back")
        try stage.press("Enter")
        #expect(stage.model.dialog == nil)
        #expect(!stage.bank.log.contains("cancel"))
    }

    // Symptom: the answer to a transfer came while the outbox stood above its last step, and it was
    // gone from there at once: it counted as seen. Cause: every screen took what came for seen.
    @Test("what is decided behind another screen stays to be read until it was seen")
    func decidedBehind() throws {
        var stage = try Stage.signedIn()
        stage.goOffline()
        try stage.reachCode()
        stage.type(ScriptedBank.code)
        try stage.press("Enter", "F7")
        let reviewed = try #require(stage.bank.outbox.first).reviewed
        let decision = stage.bank.decision(reviewed.intentKey)
        stage.bank.outbox = [stage.bank.item(reviewed, .decided(decision))]
        stage.tell(.outboxChanged)
        #expect(!stage.bank.log.contains("acknowledge"))
        #expect(stage.text.contains("posted"))
    }

    // Symptom: a transfer that its user had taken back stood in the outbox as refused.
    @Test("what the bank refuses because it was taken back is called so")
    func takenBack() throws {
        let decision = IntentDecision(
            key: Self.posted.key,
            outcome: .refused(code: RefusalCode.cancelled.rawValue),
            decidedAt: ScriptedBank.now
        )
        let words = TransferWords(.decided(decision), isCancelAsked: false)
        #expect(words.status.word == "taken back")
        #expect(words.phrase.plain.contains("no money has moved"))
    }

    @Test("the review reckons with the figures of now")
    func reviewFollows() throws {
        var stage = try Stage.signedIn()
        try stage.reachReview()
        let before = stage.text
        stage.bank.entries[ScriptedBank.savings] = ScriptedBank.makeEntries(
            ScriptedBank.savings,
            .indianRupee,
            count: 60,
            seed: 9
        )
        stage.tell(.recordsChanged)
        let available = try #require(stage.bank.summaries.first).balance.available
        #expect(stage.text != before)
        #expect(stage.text.contains(stage.console.workspace.context.format.number(available)))
    }

    @Test("the question whether to take a transfer back follows the transfer, too")
    func takeBackFollows() throws {
        var bank = ScriptedBank()
        bank.outbox = [bank.transfer(1, .queued)]
        var stage = try Stage.signedIn(bank: bank)
        try stage.press("g", "o", "c")
        #expect(stage.words.contains("It was never sent."))
        stage.bank.outbox = [stage.bank.transfer(1, .unknown, sendCount: 1)]
        stage.tell(.outboxChanged)
        #expect(!stage.words.contains("It was never sent."))
        #expect(stage.words.contains("The bank may have it already."))
    }

    @Test(
        "leaving a transfer that needs a code asks what is to become of it",
        arguments: ["Esc", "F2", "F7", "F6"]
    )
    func leaving(_ key: String) throws {
        var stage = try Stage.signedIn()
        try stage.reachCode()
        stage.type("000000")
        try stage.press("Enter", key)
        #expect(stage.words.contains("Its code was refused. No money has moved"))
        var stays = stage
        try stays.press("Enter")
        #expect(stays.model.crumbs[4].state == .current)
        var leaves = stage
        try leaves.press("Right", "Enter")
        let target: [String: ScreenID] = ["Esc": "overview", "F2": "overview", "F7": "outbox"]
        #expect(leaves.model.id == target[key] ?? "statements")
        #expect(!leaves.bank.log.contains("cancel"))
        try stage.press("Right", "Right", "Enter")
        #expect(stage.bank.log.contains("cancel"))
        #expect(stage.model.id == "overview")
    }

    // Symptom: with amounts hidden, the amount that a code was asked for read "*****".
    @Test("what is authorised is shown from the review on, also where amounts are hidden")
    func hiddenAmounts() throws {
        var stage = try Stage.signedIn()
        try stage.press("*")
        try stage.reachReview()
        #expect(stage.text.contains("1,20,000.00"))
        #expect(stage.text.contains("*****"), "the balances stay hidden")
        try stage.press("Tab", "Enter")
        #expect(stage.text.contains("1,20,000.00"))
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.text.contains("1,20,000.00"))
    }

    // Symptom: the number on the last step was nowhere else, and the filter did not find it.
    @Test("the receipt on the last step stands with the entry, and the filter finds it")
    func receipt() throws {
        var stage = try Stage.signedIn()
        try stage.reachCode()
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        guard case .posted(let journalID) = Self.posted.outcome else {
            Issue.record("the decision is no posting")
            return
        }
        #expect(stage.text.contains(journalID.description))
        try stage.press("Enter")
        let list = try #require(stage.bank.entries[ScriptedBank.savings])
        stage.bank.entries[ScriptedBank.savings]?[40] = list[40].with(journalID: journalID)
        try stage.press("Enter", "/")
        stage.type(journalID.description)
        try stage.press("Enter")
        #expect(stage.model.focusedList?.rowCount == 1)
        try stage.press("Enter")
        #expect(stage.model.id == "entry")
        #expect(stage.text.contains(journalID.description))
    }

    // Symptom: a transfer whose outbox had been deleted was called queued, and was lost.
    @Test(
        "a transfer that could not be stored says so, and is in no queue",
        arguments: [false, true]
    )
    func notStored(isOffline: Bool) throws {
        let sentence = "This could not be stored on this machine, so nothing was sent. No money"
        var stage = try Stage.signedIn()
        if isOffline { stage.goOffline() }
        try stage.reachCode()
        stage.bank.transferOutcome = .failed
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        #expect(stage.bank.authorisedKeys.count == 1)
        #expect(stage.words.contains("\(sentence) has moved."))
        #expect(stage.words.contains("try again with a fresh code"))
        #expect(stage.model.crumbs[4].state == .current, "another code can be typed")
        #expect(!stage.text.lowercased().contains("queued"))
        var talk = Talk.signedIn()
        if isOffline { talk.goOffline() }
        talk.say("transfer", "kaveri", "1", "500", "Lunch", "2")
        talk.bank.transferOutcome = .failed
        let heard = talk.hear(ScriptedBank.code)
        #expect(heard.contains("\(sentence) has moved."))
        #expect(!heard.lowercased().contains("queued"))
        #expect(talk.shell.prompt == .init(text: "Code: ", isSecret: true))
        try stage.press("Esc", "F2")
        #expect(stage.console.workspace.keptDraft != nil, "it is a draft still")
        try stage.press("g", "o")
        #expect(!stage.text.contains("Kaveri Grocers"))
    }

    @Test("a transfer that is not posted has no receipt")
    func noReceipt() throws {
        var stage = try Stage.signedIn()
        stage.goOffline()
        try stage.reachCode()
        stage.type(ScriptedBank.code)
        try stage.press("Enter")
        #expect(!stage.text.contains("Receipt"))
    }
}

extension EntryRecord {
    /// An entry that follows it.
    fileprivate func following() -> EntryRecord {
        EntryRecord(
            accountID: accountID,
            accountSequence: accountSequence + 1,
            journalID: JournalID(rawValue: 4_712),
            transferID: TransferID(rawValue: 4_712),
            amount: amount,
            balanceAfterMinorUnits: balanceAfterMinorUnits + amount.minorUnits,
            bookedAt: bookedAt,
            valueDate: valueDate,
            code: code,
            counterparty: counterparty,
            reference: reference
        )
    }
}
