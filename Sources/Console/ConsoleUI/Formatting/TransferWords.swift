import ClientService
import CoreVocabulary
import IdentityCore
import SyncCore
import TerminalKit

/// Wording for the stage of a transfer, shared by all screens and by linear mode.
///
/// It is derived from the state whenever it is shown and never stored, since the state changes.
struct TransferWords: Sendable {
    /// Mark and word for a column.
    let status: StatusContent
    /// Word for the beginning of a line.
    let label: SafeText
    /// Word with its meaning for the money, for places with enough room.
    let phrase: SafeText
    /// Sentence with the event and advice.
    let sentence: Sentence
    /// Remark beside the sum on a line under the balances.
    let remark: SafeText

    /// Creates the wording for a transfer of the outbox; the audience affects the sentence only.
    init(_ item: OutboxItem, for audience: AudienceWords = .customer) {
        self.init(
            item.state,
            isCancelAsked: item.isCancelAsked,
            sendCount: item.sendCount,
            isLost: item.isLost,
            for: audience
        )
    }

    /// Creates the wording for a state.
    init(
        _ state: OutboxItem.State,
        isCancelAsked: Bool,
        sendCount: Int = 0,
        isLost: Bool = false,
        for audience: AudienceWords = .customer
    ) {
        let stage = TransferStage(
            state,
            isCancelAsked: isCancelAsked,
            sendCount: sendCount,
            isLost: isLost
        )
        switch stage {
        case .queued: self = Self.queued
        case .queuedAgain: self = Self.queuedAgain(inCopy: audience.readsCopy)
        case .sending: self = Self.sending
        case .unknown: self = Self.unknown(inCopy: audience.readsCopy)
        case .askedBack: self = Self.askedBack(inCopy: audience.readsCopy)
        case .needsCode(let refusal): self = Self.needsCode(refusal)
        case .turnedAway: self = Self.turnedAway
        case .takenBack: self = Self.takenBack
        case .posted(let decision): self = Self.posted(Sentences.decision(decision, for: audience))
        case .refused(let decision):
            self = Self.refused(Sentences.decision(decision, for: audience))
        case .lost(let journalID): self = Self.lost(journalID)
        }
    }

    private init(
        _ symbol: Symbol,
        _ word: SafeText,
        _ role: StyleRole,
        phrase: SafeText,
        _ sentence: Sentence,
        remark: SafeText = ""
    ) {
        status = StatusContent(symbol, word, role: role)
        label = SafeText(trusted: word.plain.prefix(1).uppercased() + word.plain.dropFirst())
        self.phrase = phrase
        self.sentence = sentence
        self.remark = remark
    }

    private static let queued = TransferWords(
        .queued,
        "queued",
        .statusPending,
        phrase: "queued, not sent yet",
        Sentence(
            "The transfer is queued. No money has moved, and no balance has changed.",
            "It is sent by itself, once, when you are signed in and the bank answers; until then"
                + " you can take it back in the outbox."
        ),
        remark: "not sent, in no balance"
    )

    private static func queuedAgain(inCopy: Bool) -> TransferWords {
        TransferWords(
            .queued,
            "queued again",
            .statusPending,
            phrase: "queued again: nothing was decided when it was sent before",
            Sentence(
                "The transfer was sent before, and no decision of the bank's is known here.",
                inCopy
                    ? "Do not make it again. Sign in when the bank answers: it is then sent again by"
                        + " itself, and posted once at most."
                    : "Do not make it again: it is sent again by itself when the bank answers, and"
                        + " posted once at most."
            ),
            remark: "sent before, not decided"
        )
    }

    private static let sending = TransferWords(
        .queued,
        "being sent",
        .statusPending,
        phrase: "being sent",
        Sentence(
            "The transfer is being sent, and the bank has not answered yet.",
            "Wait for its answer; it is posted once at most."
        ),
        remark: "not decided"
    )

    private static func unknown(inCopy: Bool) -> TransferWords {
        TransferWords(
            .warning,
            "unknown",
            .statusWarning,
            phrase: "unknown: it may have been sent, and no answer came",
            Sentence(
                "It was sent, or was about to be, and no decision of the bank's arrived. It is not known"
                    + " whether the money moved.",
                inCopy
                    ? "Do not make it again. Sign in when the bank answers: it is then asked by"
                        + " itself, and posts the transfer at most once."
                    : "Do not make it again: the bank is asked by itself until it answers, and posts"
                        + " the transfer at most once."
            ),
            remark: "not known whether it moved"
        )
    }

    private static func askedBack(inCopy: Bool) -> TransferWords {
        TransferWords(
            .warning,
            "asked back",
            .statusWarning,
            phrase: "asked back: the bank has not said whether in time",
            Sentence(
                "You took it back after it was sent, and the bank has not said whether in time.",
                inCopy
                    ? "Sign in when the bank answers: it is then asked by itself, and decides."
                    : "The bank is asked by itself until it answers, and decides; nothing needs to be"
                        + " done."
            ),
            remark: "not known whether it moved"
        )
    }

    private static let turnedAway = TransferWords(
        .failed,
        "turned away",
        .statusError,
        phrase: "turned away: the bank does not make it",
        Sentence(
            "The bank turned the transfer away, and does not make it.",
            "Look through the account's entries before you make it again, or ask the bank."
        )
    )

    private static let takenBack = TransferWords(
        .reversed,
        "taken back",
        .statusInfo,
        phrase: "taken back, no money has moved",
        Sentence("It was taken back. No money has moved.", "")
    )

    private static func needsCode(_ refusal: CodeRefusal) -> TransferWords {
        TransferWords(
            .warning,
            "needs a code",
            .statusWarning,
            phrase: "needs a code, no money has moved",
            Sentences.code(refusal),
            remark: "not sent before it has one"
        )
    }

    private static func lost(_ journalID: JournalID) -> TransferWords {
        TransferWords(
            .warning,
            "lost at bank",
            .statusError,
            phrase: "lost at bank: its books were restored from an older copy",
            Sentence(
                "The bank posted it, and then lost it: its books were restored from an older copy.",
                "Do not make it again before the bank has said what became of it."
                    + " Receipt: \(journalID)."
            )
        )
    }

    private static func posted(_ sentence: Sentence) -> TransferWords {
        TransferWords(.posted, "posted", .statusOk, phrase: "posted", sentence)
    }

    private static func refused(_ sentence: Sentence) -> TransferWords {
        TransferWords(
            .failed,
            "refused",
            .statusError,
            phrase: "refused, no money has moved",
            sentence
        )
    }
}
