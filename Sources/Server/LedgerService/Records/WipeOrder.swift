public import CoreVocabulary

/// The bank's order to a console to destroy what it holds of a user.
public struct WipeOrder: Hashable, Sendable {
    /// Length of a nonce in bytes.
    public static let nonceByteCount = 16

    /// Random nonce, which proves that its sender received the order.
    public let nonce: [UInt8]
    /// The user whose record is to be destroyed.
    public let userID: UserID
    /// The session of the console; nil if the order answered a sign-in.
    public let sessionID: SessionID?
    /// The time of the order.
    public let orderedAt: Instant

    /// Creates an order for a console.
    public init(nonce: [UInt8], userID: UserID, sessionID: SessionID?, orderedAt: Instant) {
        self.nonce = nonce
        self.userID = userID
        self.sessionID = sessionID
        self.orderedAt = orderedAt
    }
}
