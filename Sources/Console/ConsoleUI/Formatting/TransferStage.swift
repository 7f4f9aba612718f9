import ClientService
import CoreVocabulary
import SyncCore
import WireProtocol

/// Stage of a transfer, from which all wording about it is derived.
///
/// The state in the outbox is not enough. The stage also depends on whether the transfer was sent,
/// whether its cancellation was requested, and whether the bank's books still hold it.
enum TransferStage: Hashable, Sendable {
    /// Queued and never sent.
    case queued
    /// Queued again after it was sent before.
    case queuedAgain
    /// The transfer is being sent.
    case sending
    /// Possibly sent, and no decision is known.
    case unknown
    /// Cancellation was requested after sending, and its result is unknown.
    case askedBack
    /// Not sent until it has another code.
    case needsCode(CodeRefusal)
    /// The bank did not accept it and will not execute it.
    case turnedAway
    /// Cancelled in time, so no money moves.
    case takenBack
    /// The bank posted it.
    case posted(IntentDecision)
    /// The bank refused it.
    case refused(IntentDecision)
    /// The bank posted it, but its restored books do not hold it.
    case lost(JournalID)

    /// Creates the stage of a transfer in the outbox.
    init(_ item: OutboxItem) {
        self.init(
            item.state,
            isCancelAsked: item.isCancelAsked,
            sendCount: item.sendCount,
            isLost: item.isLost
        )
    }

    /// Creates the stage from the data of the outbox.
    init(_ state: OutboxItem.State, isCancelAsked: Bool, sendCount: Int, isLost: Bool) {
        switch state {
        case .queued: self = sendCount > 0 ? .queuedAgain : .queued
        case .sending: self = .sending
        case .unknown: self = isCancelAsked ? .askedBack : .unknown
        case .needsCode(let refusal): self = .needsCode(refusal)
        // Only the bank's decision takes a sent transfer back, so a sent one in this state was
        // turned away.
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
