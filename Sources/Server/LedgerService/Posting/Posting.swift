public import CoreVocabulary
public import LedgerCore

/// What the two entries of a transfer show besides amounts; text from outside.
public struct Narrative: Hashable, Sendable {
    /// What the debited account shows as the other side.
    public let shownToDebtor: String
    /// What the credited account shows as the other side.
    public let shownToCreditor: String
    /// What both show as the reference.
    public let reference: String

    /// Makes a narrative.
    public init(shownToDebtor: String, shownToCreditor: String, reference: String) {
        self.shownToDebtor = shownToDebtor
        self.shownToCreditor = shownToCreditor
        self.reference = reference
    }
}

/// A journal that the bank itself posts, with what its entries show.
public struct Posting: Hashable, Sendable {
    /// What the ledger is asked to post, all or none.
    public let journal: Journal
    /// One for each transfer of the journal, in its order.
    public let narratives: [Narrative]
    /// When it is booked, if that is in the past; nil for now.
    ///
    /// An instant before the last booking counts as that one.
    public let bookedAt: Instant?

    /// Makes a posting.
    public init(journal: Journal, narratives: [Narrative], bookedAt: Instant? = nil) {
        self.journal = journal
        self.narratives = narratives
        self.bookedAt = bookedAt
    }
}
