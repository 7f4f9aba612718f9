// Goal: in the offline copy, where nobody is signed in, no sentence says that something is asked or
// sent before somebody signs in; without a line, none says that it is done before the bank answers.
// Method: every sentence of what is done by itself, in the table, painted and read out.
@testable import ClientService
@testable import ConsoleUI
import CoreVocabulary
import SyncCore
import TerminalKit
import Testing

@Suite("Promises in the offline copy")
struct CopyPromiseTests {
    /// A transfer of which the bank was told, and has not decided.
    private static func item(_ state: OutboxItem.State, isCancelAsked: Bool) -> OutboxItem {
        let item = ScriptedBank().transfer(1, state, sendCount: 1)
        return OutboxItem(
            reviewed: item.reviewed,
            queuedAt: item.queuedAt,
            state: item.state,
            sendCount: item.sendCount,
            isCancelAsked: isCancelAsked
        )
    }

    private static let items = [
        item(.queued, isCancelAsked: false), item(.unknown, isCancelAsked: false),
        item(.unknown, isCancelAsked: true),
    ]

    // Symptom: in the offline copy, "The bank is asked by itself, and decides; nothing needs to be
    // done." The person waited for ever. Cause: the words looked at the state alone.
    @Test("in the copy a transfer says that somebody has to sign in, and signed in it does not")
    func transfers() throws {
        for item in Self.items {
            var stage = Stage(size: Size(width: 120, height: 40))
            stage.bank.outbox = [item]
            try stage.openOfflineCopy()
            try stage.press("g", "o")
            let copy = TransferWords(item, for: stage.console.workspace.context.words).sentence
            #expect(copy.advice.contains("Sign in when the bank answers: it is then"))
            #expect(!copy.text.contains("nothing needs to be done"))
            #expect(stage.words.contains(copy.text), "\(item.state)")
            try stage.press("Enter")
            #expect(stage.words.contains(copy.text), "\(item.state)")

            stage = Stage(size: Size(width: 120, height: 40))
            stage.bank.outbox = [item]
            try stage.signIn()
            stage.goOffline()
            try stage.press("g", "o")
            let signedIn = TransferWords(item, for: stage.console.workspace.context.words).sentence
            #expect(signedIn.happened == copy.happened)
            #expect(!signedIn.text.contains("Sign in"))
            #expect(signedIn.advice.contains("answers"), "not before that")
            #expect(stage.words.contains(signedIn.text), "\(item.state)")
        }
    }

    @Test("read out in the copy, a transfer says the same", arguments: items)
    func spoken(_ item: OutboxItem) {
        var bank = ScriptedBank()
        bank.signInOutcome = .unreachable(.lineDown, copy: .here)
        bank.line = .down(since: ScriptedBank.now.adding(seconds: -3_600))
        bank.freshness = .cached(asOf: ScriptedBank.now.adding(seconds: -3_600))
        bank.outbox = [item]
        var talk = Talk(bank: bank)
        talk.say("asha", ScriptedBank.password, ScriptedBank.code)
        talk.say("2", "", ScriptedBank.password)
        var audience = AudienceWords.customer
        audience.readsCopy = true
        let heard = talk.hear("outbox")
        #expect(heard.contains(TransferWords(item, for: audience).sentence.text))
    }

    // Symptom: a transfer was taken back in the offline copy: "It is asked by itself".
    @Test("in the copy, taking a transfer back asks the bank once somebody has signed in")
    func takingBack() throws {
        var stage = Stage(size: Size(width: 120, height: 40))
        stage.bank.outbox = [Self.item(.unknown, isCancelAsked: false)]
        try stage.openOfflineCopy()
        try stage.press("g", "o", "c")
        let question = stage.model.dialog?.paragraphs.first?.plain
        #expect(question?.contains("It is asked once you have signed in, and decides") == true)
        try stage.press("Right", "Enter")
        let told = stage.model.toast?.text.plain
        #expect(told?.contains("Sign in when it answers: it is then asked by itself") == true)
        let signedIn = StatusSentences.cancel(.waiting).advice
        #expect(signedIn.hasPrefix("It is asked by itself until it answers; the outbox shows"))
    }

    @Test(
        "in the copy, what was found wrong is compared once somebody has signed in",
        arguments: [Divergence.Awaited.comparison, .agreement, .bankWord]
    )
    func foundWrong(_ awaits: Divergence.Awaited) {
        for reason in [ChainBreak.unreadable, .divergence] {
            let (copy, signedIn) = (
                StatusSentences.fault(reason, isRepaired: false, awaits: awaits, inCopy: true),
                StatusSentences.fault(reason, isRepaired: false, awaits: awaits)
            )
            #expect(copy.advice.contains("once you have signed in"), "\(reason)")
            #expect(!signedIn.advice.contains("signed in"), "\(reason)")
            // It is compared again after the bank has answered, and not when it does.
            #expect(signedIn.advice.contains(" answers") == (awaits != .agreement), "\(reason)")
            #expect(copy.text.count <= 240, "\(reason)")
        }
    }

    @Test("the screen of something found wrong says so in the copy")
    func foundWrongScreen() throws {
        var stage = Stage()
        stage.bank.divergences = ScriptedBank.makeDivergences()
        try stage.openOfflineCopy()
        try stage.press("g", "y", "Tab", "Enter")
        let words = stage.model.dialog?.paragraphs.first?.plain
        #expect(words?.contains("done once you have signed in and the bank answers") == true)
    }
}
