public import CoreVocabulary

/// A group of linked transfers: all of them are made, in their order, or none is.
public struct Journal: Hashable, Sendable {
    /// The most transfers in one journal: what fits a message of 1 MiB at 128 bytes each.
    public static let maximumTransferCount = 8_189

    /// Which journal it is, and the key under which its first outcome is kept.
    public let id: JournalID
    /// The transfers, 1 to ``maximumTransferCount``.
    public let transfers: [Transfer]

    /// Makes a journal; the ledger, not this initializer, refuses a bad one.
    public init(id: JournalID, transfers: [Transfer]) {
        self.id = id
        self.transfers = transfers
    }
}
