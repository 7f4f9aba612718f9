import CoreVocabulary

/// Merges streams into one by the numbers of their rows; streams may be added on the way.
///
/// A feed merges by the rows' own numbers; a test by ones that count how often they are compared.
///
/// - Complexity: O(log n) for each row of n streams.
struct FeedMerge<Number: Comparable> {
    /// The next row of a stream.
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

    /// Makes a merge by numbers that rise in each stream.
    init(_ reader: any LedgerReading, by number: @escaping (FeedRow) -> Number) {
        self.reader = reader
        self.number = number
    }

    /// Adds a stream, whose rows must all come after those that were taken.
    mutating func add(_ stream: FeedStream) throws {
        streams.append(stream)
        try addHead(of: streams.count - 1)
    }

    /// The row with the least number; nil at the end.
    var first: FeedRow? { heads.first.flatMap { streams[$0.stream].first } }

    /// Takes the first row.
    mutating func takeFirst() throws {
        guard let head = heads.takeFirst() else { return }
        streams[head.stream].takeFirst()
        try addHead(of: head.stream)
    }

    private mutating func addHead(of index: Int) throws {
        guard let row = try streams[index].peek(reader) else { return }
        heads.add(Head(number: number(row), stream: index))
    }
}

extension FeedMerge where Number == Int64 {
    /// Makes a merge by the numbers of the feed.
    init(_ reader: any LedgerReading) {
        self.init(reader, by: \.feedSequence)
    }
}
