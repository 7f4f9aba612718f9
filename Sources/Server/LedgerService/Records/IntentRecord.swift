public import CoreVocabulary
public import SyncCore

/// What was asked for under a key, byte for byte, and what was decided; kept for ever.
public struct IntentRecord: Hashable, Sendable {
    /// Who asked.
    public let userID: UserID
    /// The session in which it was authorised.
    public let sessionID: SessionID
    /// The canonical bytes of the reviewed transfer.
    public let reviewed: [UInt8]
    /// The decision.
    public let decision: IntentDecision

    /// Makes a record from what a store kept.
    public init(
        userID: UserID,
        sessionID: SessionID,
        reviewed: [UInt8],
        decision: IntentDecision
    ) {
        self.userID = userID
        self.sessionID = sessionID
        self.reviewed = reviewed
        self.decision = decision
    }
}
