/// Extent of a check of the books.
package enum BooksCheckDepth: Hashable, Sendable {
    /// The last entry of each account against its counters and version, and the sum of each
    /// currency; it takes time proportional to the number of accounts.
    case heads
    /// Every entry, hash, feed number and audit row.
    case whole
}
