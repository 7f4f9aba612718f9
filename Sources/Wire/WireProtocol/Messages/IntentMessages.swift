package import CoreVocabulary
package import SyncCore

/// A transfer as it was reviewed, and the proof that the user authorised exactly it.
package struct SubmitIntentRequest: Hashable, Sendable {
    /// The key, the same as in the reviewed transfer; it stands in the path.
    package let key: IntentKey
    /// The canonical bytes of the reviewed transfer, with the key: the authorised bytes are those
    /// that the bank executes.
    package let reviewed: [UInt8]
    /// The session in which the code was typed.
    package let sessionID: SessionID
    /// The moment when the code was typed, by the console's clock.
    package let claimedAt: Instant
    /// The proof over the reviewed bytes and the code.
    package let proof: [UInt8]
    /// The place of the transfer in the device sequence; nil from a console that keeps none.
    package let stamp: DeviceStamp?

    /// Creates a request from its fields.
    package init(
        key: IntentKey,
        reviewed: [UInt8],
        sessionID: SessionID,
        claimedAt: Instant,
        proof: [UInt8],
        stamp: DeviceStamp? = nil
    ) {
        self.key = key
        self.reviewed = reviewed
        self.sessionID = sessionID
        self.claimedAt = claimedAt
        self.proof = proof
        self.stamp = stamp
    }
}

/// The state of a transfer, explained, so that a retry is never a guess.
package enum IntentReply: Hashable, Sendable {
    /// This request decided the transfer.
    case created(IntentDecision)
    /// The transfer was decided before; this is the first outcome again.
    case exists(IntentDecision)
    /// The key is known with another value of this field.
    case existsWithDifferent(field: String)
    /// The key is unknown to the bank.
    case unknown
    /// The code did not authorise the transfer; nothing was decided, and the key is still valid.
    case notAuthorised(AuthorisationRefusal)
}

/// The reason why a code did not authorise a transfer.
package enum AuthorisationRefusal: String, Hashable, Sendable, CaseIterable {
    /// The code is not right for the reviewed transfer.
    case codeWrong = "code-wrong"
    /// The code was used before.
    case codeUsed = "code-used"
    /// The code was typed too long ago, or outside its session.
    case codeTooOld = "code-too-old"
    /// Too many wrong codes; a pause is due.
    case mustWait = "must-wait"
}
