public import CoreVocabulary
public import TokenCore

/// How a session is renewed, as the store keeps it: the key of its refresh tokens sealed, and which
/// of them is good.
public struct RenewalRecord: Hashable, Sendable {
    /// The session that is renewed.
    public let sessionID: SessionID
    /// The key of its refresh tokens, sealed.
    public let sealedKey: [UInt8]
    /// Which token is good.
    ///
    /// When it ends at the latest, and whether it was ended, stands in the session.
    public var family: RefreshFamily

    /// Makes a record from what a store kept.
    public init(sessionID: SessionID, sealedKey: [UInt8], family: RefreshFamily) {
        self.sessionID = sessionID
        self.sealedKey = sealedKey
        self.family = family
    }
}
