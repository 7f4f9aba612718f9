public import CoreVocabulary
public import SyncCore

/// What was asked for under a key, byte for byte, and what was decided; kept for ever.
public struct IntentRecord: Hashable, Sendable {
    /// Who asked.
    public let userID: UserID
    /// The session in which it was authorised.
    public let sessionID: SessionID
    /// The canonical bytes of the reviewed transfer; none when the key was taken back before it
    /// came.
    public let reviewed: [UInt8]
    /// What the bank decided, once and for all.
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

    /// Makes the record of a key that was taken back before it came.
    init(tombstone decision: IntentDecision, userID: UserID, sessionID: SessionID) {
        self.init(userID: userID, sessionID: sessionID, reviewed: [], decision: decision)
    }

    /// Whether the key was taken back before it came.
    var isTombstone: Bool { reviewed.isEmpty }
}
