import CoreVocabulary

/// Values by the numbers of their places; a place that is free again is used again.
struct SlotTable<Value> {
    private var slots: [Value?] = []
    private var free: [Int] = []

    /// All of them, by their numbers.
    var values: [Value] { slots.compactMap { $0 } }

    /// Adds a value; gives its number.
    mutating func add(_ value: Value) -> Int {
        if let number = free.popLast() {
            slots[number] = value
            return number
        }
        slots.append(value)
        return slots.count - 1
    }

    /// Takes a value out, which is there.
    mutating func take(_ number: Int) -> Value {
        guard let value = slots[number] else { invariantBroken("a place is not freed twice") }
        slots[number] = nil
        free.append(number)
        return value
    }
}
