public import CoreVocabulary
public import IdentityCore

/// Renewal state of a session, with the sealed key of its refresh tokens.
public struct RenewalRecord: Hashable, Sendable {
    /// The session that is renewed.
    public let sessionID: SessionID
    /// The sealed key of its refresh tokens; empty after it was destroyed.
    public let sealedKey: [UInt8]
    /// The state that determines which token is valid, with the session's ends.
    public var family: RefreshFamily

    /// Creates a record from stored values.
    public init(sessionID: SessionID, sealedKey: [UInt8], family: RefreshFamily) {
        self.sessionID = sessionID
        self.sealedKey = sealedKey
        self.family = family
    }
}
