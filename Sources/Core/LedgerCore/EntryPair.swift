/// The two entries of one booked transfer.
package struct EntryPair: Hashable, Sendable {
    /// Entry of the debited account.
    package let debit: Entry
    /// Entry of the credited account.
    package let credit: Entry
}
