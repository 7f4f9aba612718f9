import CoreVocabulary

/// K-way merge of feed sources by the numbers of their rows; sources may be added during the merge.
///
/// A feed merges by the rows' own numbers; a test uses numbers that count comparisons.
///
/// - Complexity: O(log n) for each row of n sources.
struct FeedMerge<Number: Comparable> {
    private struct Head: Comparable {
        let number: Number
        let source: Int

        static func < (left: Head, right: Head) -> Bool {
            (left.number, left.source) < (right.number, right.source)
        }
    }

    private let reader: any LedgerReading
    private let number: (FeedRow) -> Number
    private var sources: [FeedSource] = []
    private var heads = BinaryHeap<Head>()

    /// Creates a merge by numbers that ascend in each source.
    init(_ reader: any LedgerReading, by number: @escaping (FeedRow) -> Number) {
        self.reader = reader
        self.number = number
    }

    /// Adds a source whose rows must all follow the rows taken so far.
    mutating func add(_ source: FeedSource) throws {
        sources.append(source)
        try addHead(of: sources.count - 1)
    }

    /// The row with the lowest number; nil at the end.
    var first: FeedRow? { heads.first.flatMap { sources[$0.source].first } }

    /// Removes the first row and reads its source's next one.
    mutating func removeFirst() throws {
        guard let head = heads.takeFirst() else { return }
        sources[head.source].removeFirst()
        try addHead(of: head.source)
    }

    private mutating func addHead(of index: Int) throws {
        guard let row = try sources[index].peek(reader) else { return }
        heads.add(Head(number: number(row), source: index))
    }
}
