public import CoreVocabulary

/// The bank's word to a console that it has to destroy what it holds of a user.
public struct WipeOrder: Hashable, Sendable {
    /// Bytes in a nonce.
    public static let nonceByteCount = 16

    /// Random; who can show it was told to wipe.
    public let nonce: [UInt8]
    /// Whose record it is about.
    public let userID: UserID
    /// The session of the console; nil when it asked to begin one.
    public let sessionID: SessionID?
    /// When it was given.
    public let orderedAt: Instant

    /// Makes an order.
    public init(nonce: [UInt8], userID: UserID, sessionID: SessionID?, orderedAt: Instant) {
        self.nonce = nonce
        self.userID = userID
        self.sessionID = sessionID
        self.orderedAt = orderedAt
    }
}
