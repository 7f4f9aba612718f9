public import CoreVocabulary
public import Cryptography
public import SyncCore

/// Reads of what consoles submitted as evidence.
public protocol EvidenceReading {
    /// True if a user has a grant for an account, or had one once; false when there is no such
    /// account.
    func wasGranted(_ accountID: AccountID, to userID: UserID) throws -> Bool
    /// True if an entry with this digest is kept as evidence of a user.
    func hasEvidence(_ digest: Digest256, of userID: UserID) throws -> Bool
    /// The number of entries that are kept as evidence of a user.
    func evidenceCount(of userID: UserID) throws -> Int64
    /// The number of the last evidence; zero before the first.
    func evidenceHead() throws -> Int64
    /// Evidence with its numbers 1, 2, 3 … in the order of its arrival.
    func evidence(
        after number: Int64,
        limit: Int
    ) throws -> [(number: Int64, evidence: SubmittedEvidence)]
}

extension FeedReading {
    /// True if the books hold an entry, in its place and to the byte.
    public func holds(_ entry: EntryRecord) throws -> Bool {
        try change(atPlaceOf: entry) == .entry(entry)
    }

    /// The change that the books have in the place of an entry; nil when they have nothing there.
    public func change(atPlaceOf entry: EntryRecord) throws -> FeedChange? {
        try change(afterPlace: entry.accountSequence - 1, of: entry.accountID)
    }

    /// The next change of an account after a place; nil at the end.
    func change(afterPlace place: Int64, of accountID: AccountID) throws -> FeedChange? {
        try entries(of: accountID, .afterAccountSequence(place), limit: 1).first?.change
    }
}

/// Writes of what consoles submitted as evidence; rows are only added.
public protocol EvidenceWriting {
    /// Adds evidence; the next line of the audit log tells of it.
    func insert(_ evidence: SubmittedEvidence) throws
}
