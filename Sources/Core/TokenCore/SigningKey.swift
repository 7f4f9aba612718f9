public import CoreVocabulary
public import Cryptography

/// A key that signs access tokens, as others may know it: its public half and its times.
public struct SigningKey: Hashable, Sendable {
    /// Its name.
    public let id: SigningKeyID
    /// What signatures are checked with.
    public let publicKey: Ed25519.PublicKey
    /// Since when it is published.
    public let publishedAt: Instant
    /// Since when it signs; nil before that.
    public internal(set) var beganAt: Instant?
    /// Since when it signs no more; nil before that.
    public internal(set) var endedAt: Instant?

    /// Makes a key from what a store kept.
    public init(
        id: SigningKeyID,
        publicKey: Ed25519.PublicKey,
        publishedAt: Instant,
        beganAt: Instant? = nil,
        endedAt: Instant? = nil
    ) {
        self.id = id
        self.publicKey = publicKey
        self.publishedAt = publishedAt
        self.beganAt = beganAt
        self.endedAt = endedAt
    }

    /// The time for which a token may be taken after its key signed no more, in seconds.
    static let graceSeconds = AccessToken.lifeSeconds + AccessToken.skewSeconds

    /// Until when a token that it signed may live; nil while it has not ended.
    public var lastTokenEndsAt: Instant? { endedAt?.adding(seconds: Self.graceSeconds) }
}
