import CoreVocabulary

/// Something that happens at a time, unless it is called off before.
typealias Timer = Cell<(@Sendable () -> Void)?>

/// Timers by the time at which they are due, and of two at one time the older first.
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

    /// Adds a timer; one whose body is taken out leaves its place when it comes to the top.
    mutating func add(dueAt: Int64, _ timer: Timer) {
        lastNumber += 1
        entries.add(Entry(dueAt: dueAt, number: lastNumber, place: timers.add(timer)))
    }

    /// Takes the next timer, and says when it is due.
    mutating func takeFirst() -> (dueAt: Int64, body: @Sendable () -> Void)? {
        while let first = entries.takeFirst() {
            let timer = timers.take(first.place)
            guard let body = timer.value else { continue }
            timer.value = nil
            return (first.dueAt, body)
        }
        return nil
    }
}
