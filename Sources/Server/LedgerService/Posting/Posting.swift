package import CoreVocabulary
package import LedgerCore

/// Texts of a transfer's two entries; they come from outside.
package struct Narrative: Hashable, Sendable {
    /// The counterparty shown in the debited account.
    package let shownToDebtor: String
    /// The counterparty shown in the credited account.
    package let shownToCreditor: String
    /// The reference shown in both accounts.
    package let reference: String

    /// Creates the texts of a transfer.
    package init(shownToDebtor: String, shownToCreditor: String, reference: String) {
        self.shownToDebtor = shownToDebtor
        self.shownToCreditor = shownToCreditor
        self.reference = reference
    }
}

/// Journal that the bank itself posts, with the texts of its entries.
package struct Posting: Hashable, Sendable {
    /// The journal, which is posted as a whole or not at all.
    package let journal: Journal
    /// One narrative for each transfer of the journal, in its order.
    package let narratives: [Narrative]
    /// The booking time, if it is in the past; nil for now.
    ///
    /// If it precedes the last booking, that booking's time is used.
    package let bookedAt: Instant?

    /// Creates a posting of a journal and its narratives.
    package init(journal: Journal, narratives: [Narrative], bookedAt: Instant? = nil) {
        self.journal = journal
        self.narratives = narratives
        self.bookedAt = bookedAt
    }
}
