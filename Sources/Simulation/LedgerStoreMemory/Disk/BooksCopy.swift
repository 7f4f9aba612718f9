public import LedgerService

/// Backup of the books as of one moment.
///
/// Copying costs nothing, because the tables are copied on the first later write to each.
public struct BooksCopy: Sendable {
    let books: MemoryBooks

    /// The epoch of the copied books.
    public var epoch: UInt64 { books.epoch }
    /// The last feed number at that moment.
    public var feedHead: Int64 { books.feed.head }

    /// Returns the first fault of the copy; nil if there is none.
    public func firstFinding(_ depth: BooksCheckDepth = .whole) -> CheckFinding? {
        books.firstFinding(depth)
    }
}
