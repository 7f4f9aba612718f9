/// A transfer that was made, and all that it changed.
public struct TransferMade: Hashable, Sendable {
    /// The new transfer row.
    public let record: TransferRecord
    /// The two new entries; nil when nothing was booked (pend and void).
    public let entries: EntryPair?
    /// What it did to a pending transfer (post and void).
    public let resolution: PendingResolution?
    /// The debited account after it.
    public let debitAccount: Account
    /// The credited account after it.
    public let creditAccount: Account
}
