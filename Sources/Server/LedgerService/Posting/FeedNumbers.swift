import CoreVocabulary

/// Gives out the numbers of the feed, one after the other, within one database transaction.
struct FeedNumbers: Hashable, Sendable {
    /// The last number given out.
    private(set) var head: Int64
    /// The first number of the changes that belong together now.
    private(set) var groupSequence: Int64

    init(head: Int64) {
        invariant(head >= 0, "the feed begins at zero")
        self.head = head
        groupSequence = head + 1
    }

    /// Begins with changes that belong together, and to none before.
    mutating func beginGroup() {
        groupSequence = head + 1
    }

    /// Gives out a number.
    mutating func next() -> Int64 {
        head += 1
        return head
    }

    /// Gives out some numbers at once, for the history of an account.
    mutating func skip(_ count: Int64) {
        invariant(count >= 0, "numbers are never taken back")
        head += count
    }
}
