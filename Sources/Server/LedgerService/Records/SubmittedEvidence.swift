public import CoreVocabulary
public import Cryptography
public import SyncCore

/// An entry that a console submitted as evidence, because the books lacked it or told otherwise.
///
/// It is its user's word and no fact: nothing is booked by it, and no figure counts it.
public struct SubmittedEvidence: Hashable, Sendable {
    /// The most that is kept of what one user submits, all of the user's consoles together: what a
    /// user can make the books grow by is bounded for good.
    public static let limitOfUser: Int64 = 4_096

    /// The user whose console submitted it.
    public let userID: UserID
    /// The session in which it was submitted.
    public let sessionID: SessionID
    /// The reason for which the console kept it.
    public let reason: ChainBreak
    /// The entry as the console holds it.
    public let entry: EntryRecord
    /// The time of its arrival.
    public let receivedAt: Instant

    /// Makes a record.
    public init(
        userID: UserID,
        sessionID: SessionID,
        reason: ChainBreak,
        entry: EntryRecord,
        receivedAt: Instant
    ) {
        self.userID = userID
        self.sessionID = sessionID
        self.reason = reason
        self.entry = entry
        self.receivedAt = receivedAt
    }

    /// The hash that it is known by: of the same entry from the same user one is kept.
    public var digest: Digest256 { Self.digest(of: entry) }

    /// The SHA-256 of an entry's canonical bytes.
    public static func digest(of entry: EntryRecord) -> Digest256 {
        SHA256.digest(of: entry.canonicalBytes)
    }
}
