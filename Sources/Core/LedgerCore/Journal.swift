public import CoreVocabulary

/// Atomic group of transfers: all of them are made, in their order, or none is.
public struct Journal: Hashable, Sendable {
    /// Maximum number of transfers in a journal: what fits in 1 MiB at 128 bytes each.
    public static let maximumTransferCount = 8_189

    /// Identifier of the journal, and the key under which its first outcome is kept.
    public let id: JournalID
    /// The transfers, 1 to ``maximumTransferCount``.
    public let transfers: [Transfer]

    /// Creates a journal without validation; the ledger refuses an invalid one.
    public init(id: JournalID, transfers: [Transfer]) {
        self.id = id
        self.transfers = transfers
    }
}
