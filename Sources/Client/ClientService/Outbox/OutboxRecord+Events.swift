import CoreVocabulary
import IdentityCore
import SyncCore

extension OutboxRecord {
    /// Event of a transfer in the outbox.
    enum Event: Hashable, Sendable {
        /// The transfer is about to be sent.
        case sendingBegan
        /// The transfer was certainly not sent.
        case wasNotSent
        /// The transfer was sent without an answer.
        case answerWasLost
        /// The transfer was sent, but the peer did not process it.
        ///
        /// This copy had no effect, but another copy may be under way or posted.
        case wasPutOff
        /// The bank refused the code and decided nothing.
        case codeWasRefused(CodeRefusal)
        /// The bank will never decide the transfer.
        ///
        /// It holds the key for something else, or the user may not make the transfer.
        case wasTurnedAway
        /// The bank decided the transfer.
        case wasDecided(IntentDecision)
        /// The bank posted the transfer, and its books no longer hold it.
        case wasLost
        /// The user cancelled the transfer.
        case wasTakenBack
        /// The user gave another code.
        case wasAuthorisedAgain(AuthorisationProof)
        /// The user has seen the outcome.
        case wasSeen
    }

    /// True if the bank has not decided the transfer yet.
    var isOpen: Bool {
        switch state {
        case .queued, .sending, .unknown, .cancelAsked, .needsCode: true
        case .cancelled, .decided: false
        }
    }

    /// True if the transfer is to be sent without asking the user anything.
    var isSendable: Bool { state == .queued || state == .unknown || state == .cancelAsked }

    /// Receipt of the posted transfer, with the time of the decision; nil if it is not posted.
    var posting: (receipt: JournalID, at: Instant)? {
        guard case .decided(let decision) = state, case .posted(let receipt) = decision.outcome
        else { return nil }
        return (receipt, decision.decidedAt)
    }

    /// Returns true if a power failure that undoes the change to `next` loses nothing.
    ///
    /// A decision about a transfer stored as being sent is requested again.
    func isAskedAgain(insteadOf next: OutboxRecord) -> Bool {
        if case .decided = next.state { state == .sending } else { false }
    }

    /// Returns the record after an event, or nil if the event does not fit and nothing changes.
    ///
    /// A decision always fits, even after the user cancelled the transfer, because only the bank
    /// knows the outcome.
    func after(_ event: Event) -> OutboxRecord? {
        var next = self
        switch (state, event) {
        case (.queued, .sendingBegan), (.unknown, .sendingBegan):
            next.state = .sending
            next.sendCount += 1
        case (.sending, .wasNotSent):
            next.sendCount -= 1
            next.state = next.sendCount == 0 ? .queued : .unknown
        case (.sending, .answerWasLost):
            next.state = .unknown
        case (.sending, .wasPutOff):
            // It stays counted: a transfer that may have arrived is never cancelled by this console
            // alone.
            next.state = .queued
        case (.sending, .codeWasRefused(let refusal)), (.unknown, .codeWasRefused(let refusal)):
            next.state = .needsCode(refusal)
        case (.sending, .wasTurnedAway):
            // This applies only to the transfer itself. A query about it that is turned away says
            // nothing about its outcome.
            next.state = .cancelled
        case (.decided, .wasDecided(let decision)) where isLost && decision.key == key:
            next.state = .decided(decision)
            next.isLost = false
            // A user who has read that it was lost must read that it was not.
            next.isAcknowledged = false
        case (.decided, .wasDecided):
            return nil
        case (.decided, .wasLost):
            guard !isLost else { return nil }
            next.isLost = true
            next.isAcknowledged = false
        case (_, .wasDecided(let decision)):
            guard decision.key == key else { return nil }
            next.state = .decided(decision)
            next.isAcknowledged = false
        case (.queued, .wasTakenBack):
            next.state = sendCount == 0 ? .cancelled : .cancelAsked
        case (.sending, .wasTakenBack), (.unknown, .wasTakenBack), (.needsCode, .wasTakenBack):
            // A sent transfer may still arrive, however its first copy was answered.
            next.state = .cancelAsked
        case (.needsCode, .wasAuthorisedAgain(let proof)):
            next.proof = proof
            next.state = .queued
        case (.decided, .wasSeen), (.cancelled, .wasSeen):
            next.isAcknowledged = true
        default:
            return nil
        }
        return next
    }

    /// The transfer in the form shown to the user.
    var item: OutboxItem {
        let shown: OutboxItem.State =
            switch state {
            case .queued: .queued
            case .sending: .sending
            case .unknown, .cancelAsked: .unknown
            case .needsCode(let refusal): .needsCode(refusal)
            case .cancelled: .cancelled
            case .decided(let decision): .decided(decision)
            }
        return OutboxItem(
            reviewed: reviewed,
            queuedAt: queuedAt,
            state: shown,
            sendCount: sendCount,
            isCancelAsked: state == .cancelAsked,
            isLost: isLost
        )
    }
}
