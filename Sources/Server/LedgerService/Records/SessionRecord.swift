package import CoreVocabulary
package import Cryptography

/// Session in the books, with its refresh token hashed and its key sealed.
///
/// It is kept after its end, because a transfer that was authorised in it may arrive later.
package struct SessionRecord: Hashable, Sendable {
    /// The session's identifier, which is no secret.
    package let id: SessionID
    /// The user who signed in.
    package let userID: UserID
    /// The SHA-256 of its first refresh token; no two sessions have the same one.
    package let tokenHash: Digest256
    /// The sealed key that binds codes to reviewed transfers; empty after it was destroyed.
    package let sealedAuthorisationKey: [UInt8]
    /// The time of opening.
    package let openedAt: Instant
    /// The latest end of the session.
    package let endsAt: Instant
    /// The time at which it was ended explicitly; nil if it was not.
    package let endedAt: Instant?
    /// The reason why it was ended explicitly; nil if it was not.
    package let endedFor: SessionEnd?
    /// The terminal in the certificate with which it was opened, to which it is bound; nil if none.
    package let terminal: String?

    /// Creates a record from stored values.
    package init(
        id: SessionID,
        userID: UserID,
        tokenHash: Digest256,
        sealedAuthorisationKey: [UInt8],
        openedAt: Instant,
        endsAt: Instant,
        endedAt: Instant?,
        endedFor: SessionEnd? = nil,
        terminal: String? = nil
    ) {
        self.id = id
        self.userID = userID
        self.tokenHash = tokenHash
        self.sealedAuthorisationKey = sealedAuthorisationKey
        self.openedAt = openedAt
        self.endsAt = endsAt
        self.endedAt = endedAt
        self.endedFor = endedFor
        self.terminal = terminal
    }

    /// Returns true if the session was ended explicitly or has expired.
    ///
    /// An explicit end counts whatever the clock said then or says now, so setting the clock back
    /// does not revive a session.
    package func isOver(at now: Instant) -> Bool { endedAt != nil || now >= endsAt }
}
