import CoreVocabulary
import IdentityCore
import SyncCore

extension OutboxRecord {
    /// What can happen to a transfer in the outbox.
    enum Event: Hashable, Sendable {
        /// It is about to be sent.
        case sendingBegan
        /// It was certainly not sent.
        case wasNotSent
        /// It was sent, and no answer came.
        case answerWasLost
        /// It was sent, and whoever answered has not looked at it: this copy came to nothing, and
        /// another copy of it may still be on its way or have been posted.
        case wasPutOff
        /// The bank refused the code and decided nothing.
        case codeWasRefused(CodeRefusal)
        /// The bank will never decide it: it holds the key for something else, or the user may not.
        case wasTurnedAway
        /// The bank decided.
        case wasDecided(IntentDecision)
        /// The bank posted it, and its books do not hold it any more.
        case wasLost
        /// The user took it back.
        case wasTakenBack
        /// The user gave another code.
        case wasAuthorisedAgain(AuthorisationProof)
        /// The user has seen how it ended.
        case wasSeen
    }

    /// Whether the bank has still to decide it.
    var isOpen: Bool {
        switch state {
        case .queued, .sending, .unknown, .cancelAsked, .needsCode: true
        case .cancelled, .decided: false
        }
    }

    /// Whether it is to be sent without asking the user anything.
    var isSendable: Bool { state == .queued || state == .unknown || state == .cancelAsked }

    /// The receipt that the bank gave when it posted it; nil when it has not.
    var receipt: JournalID? {
        guard case .decided(let decision) = state, case .posted(let receipt) = decision.outcome
        else { return nil }
        return receipt
    }

    /// When the bank decided to post it; nil when it has not.
    var postedAt: Instant? {
        guard case .decided(let decision) = state, case .posted = decision.outcome else {
            return nil
        }
        return decision.decidedAt
    }

    /// Whether nothing is lost when the disk goes on saying this instead of what came of it: a
    /// decision about what reads as being sent is asked for again.
    func isAskedAgain(insteadOf next: OutboxRecord) -> Bool {
        if case .decided = next.state { state == .sending } else { false }
    }

    /// The record after an event, or nil when the event does not fit and nothing changes.
    ///
    /// A decision fits always, even after the user took the transfer back: only the bank knows.
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
            // It stays counted: what may have arrived is never taken back here alone.
            next.state = .queued
        case (.sending, .codeWasRefused(let refusal)), (.unknown, .codeWasRefused(let refusal)):
            next.state = .needsCode(refusal)
        case (.sending, .wasTurnedAway):
            // Only of the transfer itself: whoever is turned away with a question about it has
            // learnt nothing of what became of it.
            next.state = .cancelled
        case (.decided, .wasDecided(let decision)) where isLost && decision.key == key:
            next.state = .decided(decision)
            next.isLost = false
            // Whoever has read that it was lost has to read that it was not.
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
            // What was sent may still arrive, however the first copy of it was answered.
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

    /// What is shown of it.
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
