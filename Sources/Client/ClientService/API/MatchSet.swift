/// Which entries of an account a filter let through: one bit an entry.
///
/// A million entries take 125 kB, however many match. Places count from the newest entry.
public struct MatchSet: Hashable, Sendable {
    private static let wordBits = 64

    private var words: [UInt64]
    /// For every word, how many bits are set in the words before it.
    private var ranks: [Int32]
    /// Places that were looked at, 0 up to this.
    public private(set) var readCount: Int
    /// Places that match.
    public private(set) var count: Int

    /// The place in the account of the entry that was the newest when the search began, so that
    /// places can be found again after newer entries have come; nil when nobody said.
    public let newestSequence: Int64?

    /// Makes a set in which nothing was looked at yet.
    public init(newestSequence: Int64? = nil) {
        words = []
        ranks = []
        readCount = 0
        count = 0
        self.newestSequence = newestSequence
    }

    /// Says whether the next place matches.
    public mutating func append(_ isMatch: Bool) {
        let bit = readCount % Self.wordBits
        if bit == 0 {
            words.append(0)
            ranks.append(Int32(count))
        }
        if isMatch {
            words[words.count - 1] |= 1 << UInt64(bit)
            count += 1
        }
        readCount += 1
    }

    /// The place of the n-th match, or nil when there are not that many.
    ///
    /// Complexity: O(log n).
    public func place(ofMatch index: Int) -> Int? {
        guard index >= 0, index < count else { return nil }
        var low = 0
        var high = words.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if Int(ranks[middle]) <= index { low = middle } else { high = middle - 1 }
        }
        var word = words[low]
        for _ in 0..<(index - Int(ranks[low])) {
            word &= word - 1
        }
        return low * Self.wordBits + word.trailingZeroBitCount
    }
}
