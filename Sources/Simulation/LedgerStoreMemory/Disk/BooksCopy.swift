package import LedgerService

/// Backup of the books as of one moment.
///
/// Copying costs nothing, because the tables are copied on the first later write to each.
package struct BooksCopy: Sendable {
    let books: MemoryBooks

    /// The epoch of the copied books.
    package var epoch: UInt64 { books.epoch }
    /// The last feed number at that moment.
    package var feedHead: Int64 { books.feed.head }

    /// Returns the first fault of the copy; nil if there is none.
    package func firstFinding(_ depth: BooksCheckDepth = .whole) -> CheckFinding? {
        books.firstFinding(depth)
    }
}
