import BankTestKit
import CoreVocabulary
import LedgerStoreSQLite
import SyncCore
import Testing

@testable import LedgerService

/// Goal: a row of a feed costs the logarithm of the user's accounts, not their count.
///
/// Method: many sources are merged by numbers that count how often they are compared.
struct FeedMergeTests {
    /// A number that counts its comparisons.
    private struct Counted: Comparable {
        final class Counter {
            var count = 0
        }

        let value: UInt64
        let counter: Counter

        static func == (left: Counted, right: Counted) -> Bool { left.value == right.value }
        static func < (left: Counted, right: Counted) -> Bool {
            left.counter.count += 1
            return left.value < right.value
        }
    }

    /// The rows of a merge in their order, by number, and the comparisons that they cost.
    private struct Merged: Sendable {
        let numbers: [UInt64]
        let comparisonCount: Int
    }

    // Symptom: the feed of a user with thousands of accounts looked through all of them for each
    // change. Cause: the least of all heads was searched for each row.
    @Test("a row of many sources costs the logarithm of their count", arguments: [100, 10_000])
    func cost(sourceCount: Int) async throws {
        let bank = try await TestBank.open()
        _ = try await bank.bank.post([bank.posting("savings", "current", 5)])
        let savings = try bank.account("savings")
        let merged = try await bank.store.read { reader in
            let source = FeedSource(.entries(savings), after: 0, SyncLimits())
            return try Self.merged(reader, source, count: sourceCount)
        }
        #expect(merged.numbers.count == 2 * sourceCount)
        let isOrdered = zip(merged.numbers, merged.numbers.dropFirst()).allSatisfy { $0 <= $1 }
        #expect(isOrdered)
        // Up the heap one comparison for each level, and down it two; with n sources it has at most
        // log n levels below the first.
        let levelCount = Int.bitWidth - (sourceCount - 1).leadingZeroBitCount
        #expect(merged.comparisonCount <= merged.numbers.count * 3 * levelCount)
        #expect(merged.comparisonCount > merged.numbers.count)
    }

    /// Merges copies of a source to their end; the rows of the same number come in random order.
    private static func merged(
        _ reader: any LedgerReading,
        _ source: FeedSource,
        count: Int
    ) throws -> Merged {
        var random = SplitMix64(seed: 9)
        let counter = Counted.Counter()
        // Each head is numbered once, when its row becomes the next one of its source.
        var merge = FeedMerge<Counted>(reader) { row in
            let place = random.next() >> 32
            return Counted(value: UInt64(row.feedSequence) << 32 | place, counter: counter)
        }
        // A copy of what was read once reads nothing more from the books.
        var source = source
        _ = try source.peek(reader)
        for _ in 0..<count { try merge.add(source) }
        var numbers: [UInt64] = []
        while let row = merge.first {
            numbers.append(UInt64(row.feedSequence))
            try merge.removeFirst()
        }
        return Merged(numbers: numbers, comparisonCount: counter.count)
    }
}
