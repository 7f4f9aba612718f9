import CoreVocabulary

/// The places at which passwords are hashed side by side.
///
/// A hash takes the memory of its cost, so the number of places keeps a flood of sign-ins from
/// exhausting the host; who comes when the queue is full is told that the bank is busy.
struct HashPlaces {
    private var freeCount: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(count: Int) {
        invariant(count >= 1, "at least one password is hashed at a time")
        freeCount = count
    }

    /// Whether nobody else can even wait.
    var isFull: Bool {
        freeCount == 0 && waiting.count >= BankConfiguration.hashQueueLimit
    }

    /// Takes a free place; false when there is none.
    mutating func take() -> Bool {
        guard freeCount > 0 else { return false }
        freeCount -= 1
        return true
    }

    /// Waits in the queue; called back when a place was handed over.
    mutating func wait(_ continuation: CheckedContinuation<Void, Never>) {
        waiting.append(continuation)
    }

    /// Hands a place to whoever waits longest, or frees it.
    mutating func giveBack() {
        if waiting.isEmpty {
            freeCount += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
