package import CoreVocabulary
package import Cryptography
package import SyncCore

/// Read operations on the evidence that consoles submitted.
package protocol EvidenceReading {
    /// Returns true if a user has or once had a grant for an account; false for an unknown account.
    func wasGranted(_ accountID: AccountID, to userID: UserID) throws -> Bool
    /// Returns true if an entry with this digest is stored as evidence of a user.
    func hasEvidence(_ digest: Digest256, of userID: UserID) throws -> Bool
    /// Returns the number of evidence items stored for a user.
    func evidenceCount(of userID: UserID) throws -> Int64
    /// Returns the number of the last evidence item; zero before the first.
    func evidenceHead() throws -> Int64
    /// Returns evidence with its numbers 1, 2, 3 … in the order of arrival.
    func evidence(
        after number: Int64,
        limit: Int
    ) throws -> [(number: Int64, evidence: SubmittedEvidence)]
}

extension FeedReading {
    /// Returns true if the books contain an entry in its place with identical content.
    package func holds(_ entry: EntryRecord) throws -> Bool {
        try change(atPlaceOf: entry) == .entry(entry)
    }

    /// Returns the change that the books have in the place of an entry; nil for none.
    package func change(atPlaceOf entry: EntryRecord) throws -> FeedChange? {
        try change(afterPlace: entry.accountSequence - 1, of: entry.accountID)
    }

    /// Returns the next change of an account after a place; nil at the end.
    func change(afterPlace place: Int64, of accountID: AccountID) throws -> FeedChange? {
        try entries(of: accountID, .afterAccountSequence(place), limit: 1).first?.change
    }
}

/// Write operations on the evidence that consoles submitted; rows are only added.
package protocol EvidenceWriting {
    /// Inserts evidence, which refers to the next audit row.
    func insert(_ evidence: SubmittedEvidence) throws
}
