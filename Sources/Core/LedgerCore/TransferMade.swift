/// A transfer that was made, with everything that it changed.
public struct TransferMade: Hashable, Sendable {
    /// The new transfer row.
    public let record: TransferRecord
    /// The two new entries; nil if nothing was booked (pend and void).
    public let entries: EntryPair?
    /// The end of the pending transfer acted on (post and void); nil for other kinds.
    public let resolution: PendingResolution?
    /// The debited account after the transfer.
    public let debitAccount: Account
    /// The credited account after the transfer.
    public let creditAccount: Account
}
