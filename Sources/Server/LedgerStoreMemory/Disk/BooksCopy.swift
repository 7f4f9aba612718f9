/// The books as they were at one moment: a backup.
///
/// Taking one costs nothing; the first writes after it copy the tables that they touch.
public struct BooksCopy: Sendable {
    let books: MemoryBooks

    /// Which life of the books it was.
    public var epoch: UInt64 { books.epoch }
    /// The last number of the feed at that moment.
    public var feedHead: Int64 { books.feed.head }

    /// The first thing in it that does not agree with the rest; nil when nothing is wrong.
    public func firstFinding(_ depth: BooksCheckDepth = .whole) -> BooksFinding? {
        books.firstFinding(depth)
    }
}
