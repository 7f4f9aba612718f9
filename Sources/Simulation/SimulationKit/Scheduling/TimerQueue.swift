import CoreVocabulary

/// A cancellable callback at a time, cancelled by removing the body.
typealias Timer = Cell<(@Sendable () -> Void)?>

/// Timers in the order of their due times, with the older one first if they are equal.
struct TimerQueue {
    private struct Entry: Comparable {
        let dueAt: Int64
        let number: UInt64
        let place: Int

        static func < (left: Entry, right: Entry) -> Bool {
            (left.dueAt, left.number) < (right.dueAt, right.number)
        }
    }

    private var entries = BinaryHeap<Entry>()
    private var timers = SlotTable<Timer>()
    private var lastNumber: UInt64 = 0

    /// Adds a timer to the queue; a cancelled one keeps its slot until it reaches the top.
    mutating func add(dueAt: Int64, _ timer: Timer) {
        lastNumber += 1
        entries.add(Entry(dueAt: dueAt, number: lastNumber, place: timers.add(timer)))
    }

    /// Removes the next timer and returns its body with its due time.
    mutating func removeFirst() -> (dueAt: Int64, body: @Sendable () -> Void)? {
        while let first = entries.takeFirst() {
            let timer = timers.remove(first.place)
            guard let body = timer.value else { continue }
            timer.value = nil
            return (first.dueAt, body)
        }
        return nil
    }
}
