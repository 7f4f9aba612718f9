import CoreVocabulary

/// Allocator of consecutive feed numbers within one database transaction.
struct FeedNumbers: Hashable, Sendable {
    /// The last assigned number.
    private(set) var head: Int64
    /// The first number of the present group of changes.
    private(set) var groupSequence: Int64

    init(head: Int64) {
        invariant(head >= 0, "the feed begins at zero")
        self.head = head
        groupSequence = head + 1
    }

    /// Starts a new group of changes.
    mutating func beginGroup() { groupSequence = head + 1 }

    /// Assigns the next number.
    mutating func next() -> Int64 {
        head += 1
        return head
    }

    /// Reserves some numbers at once, for the history of an account.
    mutating func skip(_ count: Int64) {
        invariant(count >= 0, "numbers are never taken back")
        head += count
    }
}
