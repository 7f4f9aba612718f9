package import CoreVocabulary
package import SyncCore

/// Decided intent, with the bytes of the request and the decision; kept permanently.
package struct IntentRecord: Hashable, Sendable {
    /// The user who asked.
    package let userID: UserID
    /// The session in which it was authorised or cancelled.
    package let sessionID: SessionID
    /// The canonical bytes of the reviewed transfer; empty if it was cancelled before it arrived.
    package let reviewed: [UInt8]
    /// The bank's final decision.
    package let decision: IntentDecision

    /// Creates a record from stored values.
    package init(userID: UserID, sessionID: SessionID, reviewed: [UInt8], decision: IntentDecision)
    {
        self.userID = userID
        self.sessionID = sessionID
        self.reviewed = reviewed
        self.decision = decision
    }

    /// Creates the record of a key that was cancelled before it arrived.
    init(tombstone decision: IntentDecision, userID: UserID, sessionID: SessionID) {
        self.init(userID: userID, sessionID: sessionID, reviewed: [], decision: decision)
    }

    /// True if the key was cancelled before it arrived.
    var isTombstone: Bool { reviewed.isEmpty }
}
