package import CoreVocabulary
package import Cryptography
package import SyncCore

/// Entry that a console submitted as evidence, because the books lacked it or had it differently.
///
/// It is a claim of its user. Nothing is booked from it, and no figure includes it.
package struct SubmittedEvidence: Hashable, Sendable {
    /// Maximum number of items of one user, which bounds by how much they can make the books grow.
    package static let limitOfUser: Int64 = 4_096

    /// The user whose console submitted it.
    package let userID: UserID
    /// The session in which it was submitted.
    package let sessionID: SessionID
    /// The reason why the console kept the entry.
    package let reason: ChainBreak
    /// The entry as the console holds it.
    package let entry: EntryRecord
    /// The time of arrival.
    package let receivedAt: Instant

    /// Creates a record of an entry.
    package init(
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

    /// The digest that identifies the evidence; of each user, the same entry is stored once.
    package var digest: Digest256 { Self.digest(of: entry) }

    /// Returns the SHA-256 of an entry's canonical bytes.
    package static func digest(of entry: EntryRecord) -> Digest256 {
        SHA256.digest(of: entry.canonicalBytes)
    }
}
