/// Set of the entries of an account that match a filter, one bit per entry.
///
/// A million entries take 125 kB, however many match. Places count from the newest entry.
package struct MatchSet: Hashable, Sendable {
    private static let wordBits = 64

    private var words: [UInt64] = []
    /// Number of bits set before each word.
    private var ranks: [Int32] = []
    /// Number of places examined, from place 0.
    package private(set) var readCount = 0
    /// Number of places that match.
    package private(set) var count = 0

    /// Sequence of the newest entry when the search began; nil if not given.
    ///
    /// With it the places can still be found after newer entries have arrived.
    package let newestSequence: Int64?

    /// Creates a set before any place is examined.
    package init(newestSequence: Int64? = nil) {
        self.newestSequence = newestSequence
    }

    /// Appends the result for the next place.
    package mutating func append(_ isMatch: Bool) {
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

    /// Returns the place of the n-th match, or nil if there are fewer matches.
    ///
    /// Complexity: O(log n).
    package func place(ofMatch index: Int) -> Int? {
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
