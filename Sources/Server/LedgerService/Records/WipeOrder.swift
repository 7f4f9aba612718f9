package import CoreVocabulary

/// The bank's order to a console to destroy what it holds of a user.
package struct WipeOrder: Hashable, Sendable {
    /// Length of a nonce in bytes.
    package static let nonceByteCount = 16

    /// Random nonce, which proves that its sender received the order.
    package let nonce: [UInt8]
    /// The user whose record is to be destroyed.
    package let userID: UserID
    /// The session of the console; nil if the order answered a sign-in.
    package let sessionID: SessionID?
    /// The time of the order.
    package let orderedAt: Instant

    /// Creates an order for a console.
    package init(nonce: [UInt8], userID: UserID, sessionID: SessionID?, orderedAt: Instant) {
        self.nonce = nonce
        self.userID = userID
        self.sessionID = sessionID
        self.orderedAt = orderedAt
    }
}
