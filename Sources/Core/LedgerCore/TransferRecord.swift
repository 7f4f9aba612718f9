package import CoreVocabulary

/// A transfer that was made, with its place in the ledger and its later marks.
package struct TransferRecord: Hashable, Sendable {
    /// The transfer as requested.
    package let transfer: Transfer
    /// The journal in which the transfer was made.
    package let journalID: JournalID
    /// Index of the transfer in that journal, from 0.
    package let journalIndex: Int
    /// Time at which the ledger made it; never runs backwards from one journal to the next.
    package let bookedAt: Instant
    /// The end of a pending transfer; nil if it has not ended or is of another kind.
    package internal(set) var resolution: PendingResolution?
    /// The transfer that reversed this one, if any.
    package internal(set) var reversedBy: TransferID?
    /// The member of staff who made it in the account holder's place; nil otherwise.
    ///
    /// The caller that runs the command sets it. The ledger's rules do not use it.
    package var makerID: UserID?

    /// Restores a record from stored values.
    package init(
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

    /// Status of the transfer as a two-phase transfer.
    package var pendingStatus: PendingStatus {
        guard case .pend = transfer.kind else { return .none }
        return resolution?.status ?? .pending
    }
}
