package import CoreVocabulary
package import IdentityCore

/// Renewal state of a session, with the sealed key of its refresh tokens.
package struct RenewalRecord: Hashable, Sendable {
    /// The session that is renewed.
    package let sessionID: SessionID
    /// The sealed key of its refresh tokens; empty after it was destroyed.
    package let sealedKey: [UInt8]
    /// The state that determines which token is valid, with the session's ends.
    package var family: RefreshFamily

    /// Creates a record from stored values.
    package init(sessionID: SessionID, sealedKey: [UInt8], family: RefreshFamily) {
        self.sessionID = sessionID
        self.sealedKey = sealedKey
        self.family = family
    }
}
