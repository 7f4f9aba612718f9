import CoreVocabulary

/// K-way merge of feed streams by the numbers of their rows; streams may be added during the merge.
///
/// A feed merges by the rows' own numbers; a test uses numbers that count comparisons.
///
/// - Complexity: O(log n) for each row of n streams.
struct FeedMerge<Number: Comparable> {
    private struct Head: Comparable {
        let number: Number
        let stream: Int

        static func < (left: Head, right: Head) -> Bool {
            (left.number, left.stream) < (right.number, right.stream)
        }
    }

    private let reader: any LedgerReading
    private let number: (FeedRow) -> Number
    private var streams: [FeedStream] = []
    private var heads = BinaryHeap<Head>()

    /// Creates a merge by numbers that ascend in each stream.
    init(_ reader: any LedgerReading, by number: @escaping (FeedRow) -> Number) {
        self.reader = reader
        self.number = number
    }

    /// Adds a stream whose rows must all follow the rows taken so far.
    mutating func add(_ stream: FeedStream) throws {
        streams.append(stream)
        try addHead(of: streams.count - 1)
    }

    /// The row with the lowest number; nil at the end.
    var first: FeedRow? { heads.first.flatMap { streams[$0.stream].first } }

    /// Removes the first row and reads its stream's next one.
    mutating func removeFirst() throws {
        guard let head = heads.takeFirst() else { return }
        streams[head.stream].removeFirst()
        try addHead(of: head.stream)
    }

    private mutating func addHead(of index: Int) throws {
        guard let row = try streams[index].peek(reader) else { return }
        heads.add(Head(number: number(row), stream: index))
    }
}
