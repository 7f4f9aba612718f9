/// The two entries of one booked transfer.
public struct EntryPair: Hashable, Sendable {
    /// The line of the debited account.
    public let debit: Entry
    /// The line of the credited account.
    public let credit: Entry
}
