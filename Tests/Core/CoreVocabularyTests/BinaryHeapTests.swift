import CoreVocabulary
import Testing

/// Goal: a heap gives the least value first, in logarithmic work.
///
/// Method: values of a seeded generator, which count how often they are compared.
struct BinaryHeapTests {
    /// A value that counts its comparisons.
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

    @Test("the least comes first, whatever is added between")
    func order() {
        var random = SplitMix64(seed: 7)
        var heap = BinaryHeap<UInt64>()
        var kept: [UInt64] = []
        #expect(heap.takeFirst() == nil)
        for round in 0..<2_000 {
            if round % 3 < 2 {
                let value = random.next() % 500
                heap.add(value)
                kept.append(value)
                kept.sort()
            } else {
                #expect(heap.first == kept.first)
                #expect(heap.takeFirst() == kept.removeFirst())
            }
        }
        while let value = heap.takeFirst() { #expect(value == kept.removeFirst()) }
        #expect(kept.isEmpty)
    }

    // Symptom: the feed of a user with thousands of accounts looked through all of them for each
    // change. A heap of n values takes at most 3 log n comparisons for one that goes in and out.
    @Test("a value among many costs the logarithm of their count")
    func cost() {
        var random = SplitMix64(seed: 8)
        let counter = Counted.Counter()
        var heap = BinaryHeap<Counted>()
        let count = 4_096
        for _ in 0..<count { heap.add(Counted(value: random.next(), counter: counter)) }
        while heap.takeFirst() != nil {}
        #expect(counter.count <= count * 3 * 12)
    }
}
