package import CoreVocabulary
package import Cryptography

/// Public description of a key that signs access tokens: its public half and its times.
package struct SigningKey: Hashable, Sendable {
    /// Identifier of the key.
    package let id: SigningKeyID
    /// Public key that verifies signatures.
    package let publicKey: Ed25519.PublicKey
    /// Time since which the key is published.
    package let publishedAt: Instant
    /// Time at which the key began to sign; nil before that.
    package internal(set) var beganAt: Instant?
    /// Time at which the key ceased to sign; nil before that.
    package internal(set) var endedAt: Instant?

    /// Restores a key from stored values.
    package init(
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

    /// Time during which tokens are accepted after their key ceased to sign, in seconds.
    static let graceSeconds = AccessToken.lifeSeconds + AccessToken.skewSeconds

    /// Latest time at which a token that it signed may be alive; nil while the key has not ended.
    package var lastTokenEndsAt: Instant? { endedAt?.adding(seconds: Self.graceSeconds) }
}
