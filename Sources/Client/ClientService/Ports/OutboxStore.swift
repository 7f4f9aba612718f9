public import CoreVocabulary
public import IdentityCore
public import SyncCore

/// The file that holds what the user asked for until the bank has decided it, and after.
///
/// Each call is on the disk when it returns. Nothing is ever deleted. The methods wait for the disk
/// and are called from one actor, so that nothing comes between reading a state and writing it.
public protocol OutboxStore: Sendable {
    /// Everything that was not acknowledged, oldest first.
    func load() throws -> [OutboxRecord]

    /// Adds a transfer; its key is not in the file yet.
    func insert(_ record: OutboxRecord) throws

    /// Replaces what is stored under the record's key.
    func update(_ record: OutboxRecord) throws

    /// Closes the file and forgets its key.
    func close()
}

/// A transfer as the outbox stores it.
public struct OutboxRecord: Hashable, Sendable {
    /// How it stands; stored before whatever leads out of it is done.
    public enum State: Hashable, Sendable {
        /// It waits to be sent.
        case queued
        /// It is being sent, or was when the process ended.
        case sending
        /// It was sent, and no answer came.
        case unknown
        /// Its code was refused; nothing was decided.
        case needsCode(CodeRefusal)
        /// It was taken back.
        case cancelled
        /// The bank decided.
        case decided(IntentDecision)
    }

    /// Exactly what was authorised; it holds the key.
    public let reviewed: ReviewedTransfer
    /// The proof that the user authorised it; another one after a code was refused.
    public internal(set) var proof: AuthorisationProof
    /// When it was put into the outbox.
    public let queuedAt: Instant
    /// How it stands.
    public internal(set) var state: State
    /// How often it may have reached the bank.
    public internal(set) var sendCount: Int
    /// Whether the user has seen how it ended.
    public internal(set) var isAcknowledged: Bool

    /// Makes a record from its parts.
    public init(
        reviewed: ReviewedTransfer,
        proof: AuthorisationProof,
        queuedAt: Instant,
        state: State = .queued,
        sendCount: Int = 0,
        isAcknowledged: Bool = false
    ) {
        self.reviewed = reviewed
        self.proof = proof
        self.queuedAt = queuedAt
        self.state = state
        self.sendCount = sendCount
        self.isAcknowledged = isAcknowledged
    }

    /// The key, made at review and never again.
    public var key: IntentKey { reviewed.intentKey }
}
