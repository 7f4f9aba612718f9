/// A journal as it was asked for, and what was decided about it; kept for ever.
///
/// A store need not keep the body of an accepted journal twice: its transfers, in the order of
/// ``TransferRecord/journalIndex``, are the body. Of a refused one it keeps
/// ``Journal/canonicalBytes``.
public struct JournalRecord: Hashable, Sendable {
    /// What was asked for.
    public let journal: Journal
    /// What was decided.
    public let decision: Decision

    /// Makes a record from what a store kept.
    public init(journal: Journal, decision: Decision) {
        self.journal = journal
        self.decision = decision
    }
}
