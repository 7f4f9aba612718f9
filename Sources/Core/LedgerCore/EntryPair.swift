/// The two entries of one booked transfer.
public struct EntryPair: Hashable, Sendable {
    /// Entry of the debited account.
    public let debit: Entry
    /// Entry of the credited account.
    public let credit: Entry
}
