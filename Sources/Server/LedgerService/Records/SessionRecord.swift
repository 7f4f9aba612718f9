public import CoreVocabulary
public import Cryptography

/// A session as the store keeps it: what it began with hashed, the key sealed.
///
/// It is kept after its end, because a transfer that was authorised in it may arrive later.
public struct SessionRecord: Hashable, Sendable {
    /// The session's public name.
    public let id: SessionID
    /// Whose session it is.
    public let userID: UserID
    /// The SHA-256 of the refresh token that it began with; no two sessions have the same one.
    public let tokenHash: Digest256
    /// The key under which codes are bound to what was reviewed, sealed.
    public let sealedAuthorisationKey: [UInt8]
    /// When it was opened.
    public let openedAt: Instant
    /// When it ends at the latest.
    public let endsAt: Instant
    /// When it was ended before that; nil while it was not.
    public let endedAt: Instant?
    /// Why it was ended before that; nil while it was not.
    public let endedFor: SessionEnd?
    /// The terminal that it was opened at, as its certificate has it, and that it is bound to; nil
    /// for none.
    public let terminal: String?

    /// Makes a record from what a store kept.
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

    /// True if it lives no more: somebody ended it, or its time is over.
    ///
    /// That somebody ended it is a fact, whatever the clock said then and says now: a clock that is
    /// set back brings no session to life.
    public func isOver(at now: Instant) -> Bool { endedAt != nil || now >= endsAt }
}
