package import CoreVocabulary
package import IdentityCore
package import MoneyCore
package import SyncCore

/// A transfer that the user wants to make.
package struct TransferDraft: Hashable, Sendable {
    /// The account that pays.
    package var from: AccountID
    /// The account that is paid: one of the user's own or a payee's.
    package var to: AccountID
    /// Amount, greater than zero.
    package var amount: Money
    /// Reference for the payee.
    package var reference: String

    /// Creates a draft from its parts.
    package init(from: AccountID, to: AccountID, amount: Money, reference: String) {
        self.from = from
        self.to = to
        self.amount = amount
        self.reference = reference
    }
}

/// Review shown to the user before a code is asked for; the code is bound to it.
package struct TransferReview: Hashable, Sendable {
    /// The transfer to authorise, byte for byte.
    package let reviewed: ReviewedTransfer

    /// Creates a review of a transfer.
    package init(reviewed: ReviewedTransfer) {
        self.reviewed = reviewed
    }
}

/// Reason why a draft cannot be reviewed.
package enum DraftProblem: Hashable, Sendable, CaseIterable {
    /// The amount is zero or less.
    case amountNotPositive
    /// Both accounts are the same.
    case sameAccount
    /// The two accounts have different currencies.
    case currencyMismatch
    /// The paying account is unknown, closed or not the user's to operate.
    case fromNotUsable
    /// The paid account is neither the user's own nor a payee's.
    case toNotUsable
    /// The paying account does not have enough available.
    case notEnoughAvailable
    /// The reference is too long or has characters that cannot be sent.
    case referenceInvalid
    /// The user's role may not move money.
    case roleNotAllowed
    /// The local record cannot be read.
    case recordUnavailable
    /// The record was opened without the bank, so transfers need a sign-in first.
    case readingOnly
}

/// Outcome of reviewing a draft.
package enum ReviewOutcome: Hashable, Sendable {
    /// The draft can be reviewed.
    case review(TransferReview)
    /// The draft cannot be reviewed, for this reason.
    case problem(DraftProblem)
}

/// Outcome of authorising a transfer.
package enum TransferOutcome: Hashable, Sendable {
    /// The bank posted the transfer.
    case posted(IntentDecision)
    /// The bank refused the transfer; it will not be posted.
    case refused(IntentDecision)
    /// The transfer is stored without a decision of the bank.
    ///
    /// The outbox has its state, and resends it under the same key whenever necessary.
    case queued(IntentKey)
    /// The code was refused; another may be tried.
    case codeRefused(CodeRefusal)
    /// The transfer could not be stored; nothing was sent.
    case failed
}

/// Reason why a code did not authorise a transfer.
package enum CodeRefusal: Hashable, Sendable, CaseIterable {
    /// The code is wrong.
    case wrong
    /// The code was used before.
    case used
    /// The code was typed too long ago.
    case tooOld
    /// Too many codes were refused; the user has to wait.
    case mustWait
}

/// A transfer in the outbox.
package struct OutboxItem: Hashable, Sendable {
    /// State of a transfer in the outbox.
    package enum State: Hashable, Sendable {
        /// The transfer waits for the link.
        case queued
        /// The transfer is being sent.
        ///
        /// Nothing is known of it until the answer arrives, or the link reports that it was not
        /// sent.
        case sending
        /// The transfer was sent, and the answer is not known.
        case unknown
        /// The code was refused; the transfer needs another.
        case needsCode(CodeRefusal)
        /// The transfer is given up: it was cancelled before it was sent, or the bank turned it
        /// away.
        case cancelled
        /// The bank decided the transfer.
        case decided(IntentDecision)
    }

    /// The transfer that was authorised.
    package let reviewed: ReviewedTransfer
    /// Time at which it was queued.
    package let queuedAt: Instant
    /// Current state of the transfer.
    package let state: State
    /// Number of times that it was sent.
    package let sendCount: Int
    /// True if it was cancelled after it was sent, and the bank has not answered yet.
    package internal(set) var isCancelAsked = false
    /// True if the bank posted it and lost it, because its books were restored from an older copy.
    package internal(set) var isLost = false
}
