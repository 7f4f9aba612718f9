/// Priority queue on a binary heap, smallest value first.
package struct BinaryHeap<Element: Comparable> {
    private var values: [Element] = []

    /// Creates an empty heap.
    package init() {}

    /// The smallest value, or nil if the heap is empty.
    package var first: Element? { values.first }

    /// Adds a value to the heap.
    ///
    /// - Complexity: O(log n).
    package mutating func add(_ value: Element) {
        values.append(value)
        var child = values.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard values[child] < values[parent] else { return }
            values.swapAt(child, parent)
            child = parent
        }
    }

    /// Removes and returns the smallest value, or returns nil if the heap is empty.
    ///
    /// - Complexity: O(log n).
    package mutating func takeFirst() -> Element? {
        guard let first = values.first, let last = values.popLast() else { return nil }
        if !values.isEmpty {
            values[0] = last
            siftDown()
        }
        return first
    }

    private mutating func siftDown() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < values.count && values[child] < values[least] {
                least = child
            }
            if least == parent { return }
            values.swapAt(parent, least)
            parent = least
        }
    }
}

extension BinaryHeap: Sendable where Element: Sendable {}
