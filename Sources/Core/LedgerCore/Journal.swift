package import CoreVocabulary

/// Atomic group of transfers: all of them are made, in their order, or none is.
package struct Journal: Hashable, Sendable {
    /// Maximum number of transfers in a journal: what fits in 1 MiB at 128 bytes each.
    package static let maximumTransferCount = 8_189

    /// Identifier of the journal, and the key under which its first outcome is kept.
    package let id: JournalID
    /// The transfers, 1 to ``maximumTransferCount``.
    package let transfers: [Transfer]

    /// Creates a journal without validation; the ledger refuses an invalid one.
    package init(id: JournalID, transfers: [Transfer]) {
        self.id = id
        self.transfers = transfers
    }
}
