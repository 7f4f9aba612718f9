/// A transfer that was made, with everything that it changed.
package struct TransferMade: Hashable, Sendable {
    /// The new transfer row.
    package let record: TransferRecord
    /// The two new entries; nil if nothing was booked (pend and void).
    package let entries: EntryPair?
    /// The end of the pending transfer acted on (post and void); nil for other kinds.
    package let resolution: PendingResolution?
    /// The debited account after the transfer.
    package let debitAccount: Account
    /// The credited account after the transfer.
    package let creditAccount: Account
}
