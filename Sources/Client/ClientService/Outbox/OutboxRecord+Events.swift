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
        /// The bank refused the code and decided nothing.
        case codeWasRefused(CodeRefusal)
        /// The bank will never decide it: it holds the key for something else, or the user may not.
        case wasTurnedAway
        /// The bank decided.
        case wasDecided(IntentDecision)
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
        case (.sending, .codeWasRefused(let refusal)), (.unknown, .codeWasRefused(let refusal)):
            next.state = .needsCode(refusal)
        case (.sending, .wasTurnedAway):
            // Only of the transfer itself: whoever is turned away with a question about it has
            // learnt nothing of what became of it.
            next.state = .cancelled
        case (.decided, .wasDecided):
            return nil
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
            case .sending, .unknown, .cancelAsked: .unknown
            case .needsCode(let refusal): .needsCode(refusal)
            case .cancelled: .cancelled
            case .decided(let decision): .decided(decision)
            }
        return OutboxItem(
            reviewed: reviewed,
            queuedAt: queuedAt,
            state: shown,
            sendCount: sendCount,
            isCancelAsked: state == .cancelAsked
        )
    }
}
