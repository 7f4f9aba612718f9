import ClientService
import CoreVocabulary
import SyncCore
import WireProtocol

/// The stage that a transfer has reached: one answer for all words about it.
///
/// The state in the outbox does not say alone how a transfer stands; it also matters whether it was
/// sent, was taken back, and is in the bank's books still.
enum TransferStage: Hashable, Sendable {
    /// It waits, and was never sent.
    case queued
    /// It waits, and was sent before.
    case queuedAgain
    /// It is on its way.
    case sending
    /// It may have been sent, and no decision is known.
    case unknown
    /// It was taken back after it was sent, and nobody knows yet if in time.
    case askedBack
    /// It is not sent before it has another code.
    case needsCode(CodeRefusal)
    /// The bank did not take it, and does not make it.
    case turnedAway
    /// It was taken back in time, so no money moves.
    case takenBack
    /// The bank posted it.
    case posted(IntentDecision)
    /// The bank refused it.
    case refused(IntentDecision)
    /// The bank posted it, and its restored books do not hold it.
    case lost(JournalID)

    /// The stage of a transfer of the outbox.
    init(_ item: OutboxItem) {
        self.init(
            item.state,
            isCancelAsked: item.isCancelAsked,
            sendCount: item.sendCount,
            isLost: item.isLost
        )
    }

    /// The stage by what the outbox knows.
    init(_ state: OutboxItem.State, isCancelAsked: Bool, sendCount: Int, isLost: Bool) {
        switch state {
        case .queued: self = sendCount > 0 ? .queuedAgain : .queued
        case .sending: self = .sending
        case .unknown: self = isCancelAsked ? .askedBack : .unknown
        case .needsCode(let refusal): self = .needsCode(refusal)
        // What was sent is taken back by the bank's decision only; nothing else gives it up here.
        case .cancelled: self = sendCount > 0 ? .turnedAway : .takenBack
        case .decided(let decision):
            switch decision.outcome {
            case .posted(let journalID): self = isLost ? .lost(journalID) : .posted(decision)
            case .refused(RefusalCode.cancelled.rawValue): self = .takenBack
            case .refused: self = .refused(decision)
            }
        }
    }
}
