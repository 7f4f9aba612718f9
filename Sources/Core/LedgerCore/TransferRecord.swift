public import CoreVocabulary

/// A transfer that was made, with its place in the ledger and what became of it since.
public struct TransferRecord: Hashable, Sendable {
    /// What was asked for.
    public let transfer: Transfer
    /// The journal it was made in.
    public let journalID: JournalID
    /// Its place in that journal, from 0.
    public let journalIndex: Int
    /// When the ledger made it; never runs backwards from one journal to the next.
    public let bookedAt: Instant
    /// How it ended, when it is a pending transfer that did.
    public internal(set) var resolution: PendingResolution?
    /// The transfer that reversed it, if one did.
    public internal(set) var reversedBy: TransferID?
    /// The member of staff who made it in the account holder's place; nil for anybody else.
    ///
    /// Whoever carries the command out knows it; the rules of the ledger do not ask.
    public var makerID: UserID?

    /// Makes a record from what a store kept.
    public init(
        transfer: Transfer,
        journalID: JournalID,
        journalIndex: Int,
        bookedAt: Instant,
        resolution: PendingResolution? = nil,
        reversedBy: TransferID? = nil,
        makerID: UserID? = nil
    ) {
        self.transfer = transfer
        self.journalID = journalID
        self.journalIndex = journalIndex
        self.bookedAt = bookedAt
        self.resolution = resolution
        self.reversedBy = reversedBy
        self.makerID = makerID
    }

    /// Where it stands as a two-phase transfer.
    public var pendingStatus: PendingStatus {
        guard case .pend = transfer.kind else { return .none }
        return resolution?.status ?? .pending
    }
}
