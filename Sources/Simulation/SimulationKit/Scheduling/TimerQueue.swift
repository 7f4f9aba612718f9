/// Something that happens at a time, unless it is called off before.
typealias Timer = Cell<(@Sendable () -> Void)?>

/// What is due when: a binary heap, earliest first, and of two at one time the older.
struct TimerQueue {
    private struct Entry: Comparable {
        let dueAt: Int64
        let number: UInt64
        let place: Int

        static func < (left: Entry, right: Entry) -> Bool {
            (left.dueAt, left.number) < (right.dueAt, right.number)
        }
    }

    private var heap: [Entry] = []
    private var timers = SlotTable<Timer>()
    private var lastNumber: UInt64 = 0

    /// Adds a timer; one whose body is taken out leaves its place when it comes to the top.
    mutating func add(dueAt: Int64, _ timer: Timer) {
        lastNumber += 1
        heap.append(Entry(dueAt: dueAt, number: lastNumber, place: timers.add(timer)))
        siftUp(heap.count - 1)
    }

    /// Takes the next timer, and says when it is due.
    mutating func takeFirst() -> (dueAt: Int64, body: @Sendable () -> Void)? {
        while let first = heap.first {
            let last = heap.removeLast()
            if !heap.isEmpty {
                heap[0] = last
                siftDown()
            }
            let timer = timers.take(first.place)
            guard let body = timer.value else { continue }
            timer.value = nil
            return (first.dueAt, body)
        }
        return nil
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child] < heap[parent] else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func siftDown() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child] < heap[least] {
                least = child
            }
            guard least != parent else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
