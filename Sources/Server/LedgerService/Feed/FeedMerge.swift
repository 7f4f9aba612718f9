import CoreVocabulary

/// Merges streams into one by the numbers of their rows; streams may be added on the way.
///
/// - Complexity: O(log n) for each row of n streams.
struct FeedMerge {
    /// The next row of a stream.
    private struct Head: Comparable {
        let feedSequence: Int64
        let stream: Int

        static func < (left: Head, right: Head) -> Bool {
            (left.feedSequence, left.stream) < (right.feedSequence, right.stream)
        }
    }

    private let reader: any LedgerReading
    private var streams: [FeedStream] = []
    private var heads = BinaryHeap<Head>()

    init(_ reader: any LedgerReading) {
        self.reader = reader
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
        heads.add(Head(feedSequence: row.feedSequence, stream: index))
    }
}
