/// A journal as requested, with the decision about it; kept for ever.
///
/// A store need not keep the body of an accepted journal twice: its transfers, in the order of
/// ``TransferRecord/journalIndex``, are the body. For a refused journal it keeps
/// ``Journal/canonicalBytes``.
public struct JournalRecord: Hashable, Sendable {
    /// The journal as requested.
    public let journal: Journal
    /// The decision about the journal.
    public let decision: Decision

    /// Restores a record from stored values.
    public init(journal: Journal, decision: Decision) {
        self.journal = journal
        self.decision = decision
    }
}
