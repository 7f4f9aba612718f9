/// A journal as requested, with the decision about it; kept for ever.
///
/// A store need not keep the body of an accepted journal twice: its transfers, in the order of
/// ``TransferRecord/journalIndex``, are the body. For a refused journal it keeps
/// ``Journal/canonicalBytes``.
package struct JournalRecord: Hashable, Sendable {
    /// The journal as requested.
    package let journal: Journal
    /// The decision about the journal.
    package let decision: Decision

    /// Restores a record from stored values.
    package init(journal: Journal, decision: Decision) {
        self.journal = journal
        self.decision = decision
    }
}
