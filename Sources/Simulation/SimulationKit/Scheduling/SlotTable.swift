import CoreVocabulary

/// A table of values by slot number, which reuses free slots.
struct SlotTable<Value> {
    private var slots: [Value?] = []
    private var free: [Int] = []

    /// All values in the order of their slots.
    var values: [Value] { slots.compactMap { $0 } }

    /// Adds a value and returns its slot number.
    mutating func add(_ value: Value) -> Int {
        if let number = free.popLast() {
            slots[number] = value
            return number
        }
        slots.append(value)
        return slots.count - 1
    }

    /// Removes and returns the value in an occupied slot.
    mutating func remove(_ number: Int) -> Value {
        guard let value = slots[number] else { invariantBroken("a place is not freed twice") }
        slots[number] = nil
        free.append(number)
        return value
    }
}
