public import CoreVocabulary
public import Cryptography

/// Session in the books, with its refresh token hashed and its key sealed.
///
/// It is kept after its end, because a transfer that was authorised in it may arrive later.
public struct SessionRecord: Hashable, Sendable {
    /// The session's identifier, which is no secret.
    public let id: SessionID
    /// The user who signed in.
    public let userID: UserID
    /// The SHA-256 of its first refresh token; no two sessions have the same one.
    public let tokenHash: Digest256
    /// The sealed key that binds codes to reviewed transfers; empty after it was destroyed.
    public let sealedAuthorisationKey: [UInt8]
    /// The time of opening.
    public let openedAt: Instant
    /// The latest end of the session.
    public let endsAt: Instant
    /// The time at which it was ended explicitly; nil if it was not.
    public let endedAt: Instant?
    /// The reason why it was ended explicitly; nil if it was not.
    public let endedFor: SessionEnd?
    /// The terminal in the certificate with which it was opened, to which it is bound; nil if none.
    public let terminal: String?

    /// Creates a record from stored values.
    public init(
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
    public func isOver(at now: Instant) -> Bool { endedAt != nil || now >= endsAt }
}
