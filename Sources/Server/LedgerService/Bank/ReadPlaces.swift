import CoreVocabulary

/// The places at which the books are read for those who ask, side by side.
///
/// A reading takes as long as what it asks for. Users who wait take turns, so that one with many
/// requests under way waits for their own and others do not wait for them.
struct ReadPlaces {
    private var freeCount: Int
    private var waiting = TurnQueue()

    /// How many wait.
    var waitingCount: Int { waiting.waitingCount }

    init(count: Int) {
        invariant(count >= 1, "at least one reading is under way at a time")
        freeCount = count
    }

    /// Takes a free place; false when there is none.
    mutating func take() -> Bool {
        guard freeCount > 0 else { return false }
        freeCount -= 1
        return true
    }

    /// Waits for a place; the closure is called once it is handed over.
    ///
    /// Who waits has a connection each, so their number is bounded by that of connections.
    mutating func wait(for userBits: UInt128, _ answer: @escaping TurnQueue.Answer) {
        waiting.append(answer, of: userBits)
    }

    /// Hands a place to the next user's oldest request, or frees it.
    mutating func giveBack() {
        if let answer = waiting.removeFirst() {
            answer(true)
        } else {
            freeCount += 1
        }
    }
}
