public import CoreVocabulary
public import IdentityCore
public import MoneyCore
public import SyncCore

/// What the user wants to transfer.
public struct TransferDraft: Hashable, Sendable {
    /// The account that pays.
    public var from: AccountID
    /// The account that is paid: one of the user's own or a payee's.
    public var to: AccountID
    /// How much, greater than zero.
    public var amount: Money
    /// The reference for the other side.
    public var reference: String

    /// Makes a draft.
    public init(from: AccountID, to: AccountID, amount: Money, reference: String) {
        self.from = from
        self.to = to
        self.amount = amount
        self.reference = reference
    }
}

/// What the user is shown before a code is asked for, and what the code is bound to.
public struct TransferReview: Hashable, Sendable {
    /// What will be authorised, byte for byte.
    public let reviewed: ReviewedTransfer

    /// Makes it.
    public init(reviewed: ReviewedTransfer) {
        self.reviewed = reviewed
    }
}

/// Why a draft cannot be reviewed.
public enum DraftProblem: Hashable, Sendable, CaseIterable {
    /// The amount is zero or less.
    case amountNotPositive
    /// Both sides are one account.
    case sameAccount
    /// The two accounts have different currencies.
    case currencyMismatch
    /// The paying account is unknown, closed or not the user's to operate.
    case fromNotUsable
    /// The paid account is neither the user's own nor a payee's.
    case toNotUsable
    /// The paying account does not have that much available.
    case notEnoughAvailable
    /// The reference is too long or holds characters that cannot be sent.
    case referenceInvalid
    /// The role never moves money.
    case roleNotAllowed
    /// The local record cannot be read.
    case recordUnavailable
    /// The record was opened without the bank: no transfer can be authorised before sign-in.
    case readingOnly
}

/// What became of a draft.
public enum ReviewOutcome: Hashable, Sendable {
    /// It can be reviewed.
    case review(TransferReview)
    /// It cannot, for this reason.
    case problem(DraftProblem)
}

/// What became of a transfer that was authorised.
public enum TransferOutcome: Hashable, Sendable {
    /// The bank posted it.
    case posted(IntentDecision)
    /// The bank refused it; it will not be posted.
    case refused(IntentDecision)
    /// It is stored, and there is no decision of the bank's; the outbox says how it stands, and sends
    /// it with the same key whenever it has to be sent again.
    case queued(IntentKey)
    /// The code was refused; another may be tried.
    case codeRefused(CodeRefusal)
    /// It could not even be stored; nothing was sent.
    case failed
}

/// Why a code did not authorise a transfer.
public enum CodeRefusal: Hashable, Sendable, CaseIterable {
    /// It is not right.
    case wrong
    /// It was used before.
    case used
    /// It was typed too long ago.
    case tooOld
    /// Too many codes were refused; a pause is due.
    case mustWait
}

/// A transfer in the outbox.
public struct OutboxItem: Hashable, Sendable {
    /// How it stands.
    public enum State: Hashable, Sendable {
        /// It waits for the link.
        case queued
        /// It is being sent at this moment; nothing is known of it before the answer, or before
        /// the line says that it did not get out.
        case sending
        /// It was sent, and the answer is not known.
        case unknown
        /// Its code was refused; it needs another.
        case needsCode(CodeRefusal)
        /// It is given up: it was taken back before it was sent, or was sent and the bank turned it
        /// away.
        case cancelled
        /// The bank decided.
        case decided(IntentDecision)
    }

    /// What was authorised.
    public let reviewed: ReviewedTransfer
    /// When it was put into the outbox.
    public let queuedAt: Instant
    /// How it stands.
    public let state: State
    /// How often it was sent.
    public let sendCount: Int
    /// Whether it was taken back after it was sent, and the bank has still to say what came of it.
    public let isCancelAsked: Bool
    /// Whether the bank posted it and does not know of it any more, because its books were restored
    /// from a copy that was made before.
    public let isLost: Bool

    /// Makes it.
    public init(
        reviewed: ReviewedTransfer,
        queuedAt: Instant,
        state: State,
        sendCount: Int,
        isCancelAsked: Bool = false,
        isLost: Bool = false
    ) {
        self.reviewed = reviewed
        self.queuedAt = queuedAt
        self.state = state
        self.sendCount = sendCount
        self.isCancelAsked = isCancelAsked
        self.isLost = isLost
    }
}
