// Goal: the outcomes of all waiting transfers are announced together, with the gravity of the
// gravest, and a transfer that its user took back is not called refused.
// Method: decisions in one answer of the outbox, and in several; the message painted and read out.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import SyncCore
import TerminalKit
import Testing
import WireProtocol

@Suite("News of decisions")
struct DecisionNewsTests {
    /// What the bank decides about a transfer that waits.
    enum End: Sendable {
        case posted, refused, takenBack
    }

    /// Decisions that come together, and how they are told.
    struct Batch: Sendable {
        let ends: [End]
        let words: String
        let kind: Toast.Kind
    }

    private static let batches = [
        Batch(ends: [.posted], words: "A transfer that was waiting was posted.", kind: .success),
        Batch(
            ends: [.refused],
            words: "A transfer that was waiting was refused. The outbox says why.",
            kind: .warning
        ),
        Batch(
            ends: [.takenBack],
            words: "A transfer that was waiting was taken back. No money has moved.",
            kind: .information
        ),
        Batch(
            ends: [.refused, .posted, .posted],
            words: "2 transfers that were waiting were posted, 1 was refused. The outbox says why.",
            kind: .warning
        ),
        Batch(
            ends: [.refused, .refused, .refused],
            words: "3 transfers that were waiting were refused. The outbox says why.",
            kind: .warning
        ),
        Batch(
            ends: [.takenBack, .posted],
            words: "1 transfer that was waiting was posted, 1 was taken back.",
            kind: .success
        ),
        Batch(
            ends: [.takenBack, .takenBack],
            words: "2 transfers that were waiting were taken back. No money has moved.",
            kind: .information
        ),
        Batch(
            ends: [.posted, .takenBack, .refused, .refused],
            words: "1 transfer that was waiting was posted, 2 were refused, 1 was taken back."
                + " The outbox says why.",
            kind: .warning
        ),
    ]

    private static func decided(_ number: UInt128, _ end: End) -> OutboxItem {
        let bank = ScriptedBank()
        let decision =
            switch end {
            case .posted: bank.decision(IntentKey(rawValue: number))
            case .refused: ScriptedBank.refusal(number, .payeeUnknown)
            case .takenBack: ScriptedBank.refusal(number, .cancelled)
            }
        return bank.transfer(number, .decided(decision), sendCount: 1)
    }

    private static func bank(waiting count: Int) -> ScriptedBank {
        var bank = ScriptedBank()
        bank.outbox = (0..<count).map { bank.transfer(UInt128($0 + 1), .unknown, sendCount: 1) }
        return bank
    }

    // Symptom: with three decisions in one answer the last one was told alone, so that "posted" covered
    // a refusal, three refusals were one, and what its user had taken back "was refused", as a warning.
    // Cause: each was said in place of the one before, and refused was all that was not posted.
    @Test("decisions that come together are told in one sentence, and a refusal outranks a success")
    func together() throws {
        for batch in Self.batches {
            let outbox = batch.ends.enumerated().map { Self.decided(UInt128($0 + 1), $1) }
            var stage = try Stage.signedIn(bank: Self.bank(waiting: batch.ends.count))
            stage.bank.outbox = outbox
            stage.tell(.outboxChanged)
            #expect(stage.model.toast?.text.plain == batch.words)
            #expect(stage.model.toast?.kind == batch.kind, "\(batch.words)")
            var talk = Talk.signedIn(Self.bank(waiting: batch.ends.count))
            talk.bank.outbox = outbox
            talk.tell(.outboxChanged)
            #expect(talk.transcript.ranges(of: batch.words).count == 1, "\(batch.words)")
            #expect(talk.transcript.ranges(of: "waiting w").count == 1, "\(batch.words)")
        }
    }

    // Symptom: a refusal was to be seen for a moment, then "posted" stood in its place.
    // Cause: the bank decides one after another, and each answer was told without the one before.
    @Test("a decision that follows is told with those that still stand there; read out, by itself")
    func following() throws {
        let (refused, posted) = (Self.decided(1, .refused), Self.decided(2, .posted))
        var stage = try Stage.signedIn(bank: Self.bank(waiting: 3))
        var talk = Talk.signedIn(Self.bank(waiting: 3))
        let last = stage.bank.outbox[2]
        for outbox in [[refused, stage.bank.outbox[1], last], [refused, posted, last]] {
            stage.bank.outbox = outbox
            stage.tell(.outboxChanged)
            talk.bank.outbox = outbox
            talk.tell(.outboxChanged)
        }
        let both = "1 transfer that was waiting was posted, 1 was refused. The outbox says why."
        #expect(stage.model.toast?.text.plain == both)
        #expect(stage.model.toast?.kind == .warning)
        for words in ["was refused. The outbox says why.", "was posted."] {
            let heard = "A transfer that was waiting \(words)"
            #expect(talk.transcript.ranges(of: heard).count == 1, "\(words)")
        }
        #expect(!talk.transcript.contains(both))
        // Whoever presses a key has read it.
        try stage.press("Down")
        stage.bank.outbox = [refused, posted, Self.decided(3, .posted)]
        stage.tell(.outboxChanged)
        #expect(stage.model.toast?.text.plain == "A transfer that was waiting was posted.")
        #expect(stage.model.toast?.kind == .success)
    }

    @Test("a message of something else is not counted with the decisions that follow")
    func otherMessage() throws {
        var stage = try Stage.signedIn(bank: Self.bank(waiting: 2))
        let waiting = stage.bank.outbox[1]
        stage.bank.outbox = [Self.decided(1, .refused), waiting]
        stage.tell(.outboxChanged)
        try stage.press("*")
        stage.bank.outbox = [Self.decided(1, .refused), Self.decided(2, .posted)]
        stage.tell(.outboxChanged)
        #expect(stage.model.toast?.text.plain == "A transfer that was waiting was posted.")
    }

    // Symptom: right after a transfer had been taken back, "a transfer that was waiting was refused".
    // Cause: the outbox told of a decision that the answer to the question told, too.
    @Test("that a transfer was taken back is told once, by the answer", arguments: [true, false])
    func takenBackOnce(_ answersFirst: Bool) throws {
        var stage = try Stage.signedIn(bank: Self.bank(waiting: 1))
        try stage.press("g", "o", "c", "Right")
        stage.holdsAnswers = true
        try stage.press("Enter")
        let key = IntentKey(rawValue: 1)
        let answer = ConsoleEvent.reply(.cancelled(key, .cancelled))
        let news = ConsoleEvent.reply(.outbox([Self.decided(1, .takenBack)]))
        let told = "The transfer was taken back. No money has moved."
        for event in answersFirst ? [answer, news] : [news, answer] {
            stage.send(event)
            let toast = stage.model.toast?.text.plain
            #expect(toast == nil || toast == told)
        }
        #expect(stage.model.toast?.text.plain == told)
        #expect(stage.model.toast?.kind == .success)
    }

    @Test("what the bank says later of a transfer that was asked back is told then")
    func takenBackLater() throws {
        var stage = try Stage.signedIn(bank: Self.bank(waiting: 1))
        try stage.press("g", "o", "c", "Right", "Enter")
        #expect(stage.model.toast?.text.plain.contains("whether that was in time") == true)
        stage.bank.outbox = [Self.decided(1, .takenBack)]
        stage.tell(.outboxChanged)
        #expect(
            stage.model.toast?.text.plain
                == "A transfer that was waiting was taken back. No money has moved."
        )
        #expect(stage.model.toast?.kind == .information)
    }

    @Test("on the screen of the outbox, refusals are to be chosen there", arguments: [1, 2])
    func onOutbox(_ count: Int) throws {
        var stage = try Stage.signedIn(bank: Self.bank(waiting: count))
        try stage.press("g", "o")
        stage.bank.outbox = (1...count).map { Self.decided(UInt128($0), .refused) }
        stage.tell(.outboxChanged)
        let words = "Choose \(count == 1 ? "it" : "each") in the inbox to read why."
        #expect(stage.model.toast?.text.plain.hasSuffix(words) == true)
    }
}
