import CoreVocabulary

/// The places at which the books are read for those who ask, side by side.
///
/// A reading takes as long as what it asks for. Of the users who wait the one comes first whose
/// readings have taken the least time of late, and of several they take turns. So one with many or long
/// readings waits for their own, and others do not wait for them. Of each user so many wait as are
/// allowed; one more is told that the bank is busy.
struct ReadPlaces {
    /// How many readings later the time that they took counts half.
    private static let halvingCount = 64
    /// Less is forgotten, in nanoseconds.
    private static let leastNanoseconds: Int64 = 1_000_000

    /// The most readings of one user that wait.
    private let waitingLimitOfUser: Int
    private var freeCount: Int
    private var waiting = TurnQueue()
    /// The time that the readings of each user have taken of late, in nanoseconds.
    private var spent: [UInt128: Int64] = [:]
    private var readingCount = 0

    /// How many wait.
    var waitingCount: Int { waiting.waitingCount }

    init(count: Int, waitingLimitOfUser: Int) {
        invariant(count >= 1, "at least one reading is under way at a time")
        invariant(waitingLimitOfUser >= 1, "at least one reading of a user waits")
        self.waitingLimitOfUser = waitingLimitOfUser
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
    /// - Returns: The number under which it can leave; nil when as many of the user wait as may.
    @discardableResult
    mutating func wait(
        for userBits: UInt128,
        _ answer: @escaping TurnQueue.Answer
    ) -> UInt64? {
        guard waiting.count(of: userBits) < waitingLimitOfUser else { return nil }
        return waiting.append(answer, of: userBits)
    }

    /// Takes one out that waits; false when it has a place already.
    mutating func leave(_ number: UInt64, of userBits: UInt128) -> Bool {
        waiting.remove(number, of: userBits)
    }

    /// Hands a place to the next user's oldest request, or frees it.
    ///
    /// - Parameters:
    ///   - userBits: Who has read.
    ///   - nanoseconds: How long that took.
    mutating func giveBack(from userBits: UInt128, after nanoseconds: Int64) {
        spent[userBits, default: 0] += max(0, nanoseconds)
        readingCount += 1
        if readingCount.isMultiple(of: Self.halvingCount) {
            spent = spent.mapValues { $0 / 2 }.filter { $0.value >= Self.leastNanoseconds }
        }
        let answer = waiting.removeFirst { peerBits in
            peerBits.flatMap { spent[$0] } ?? 0
        }
        if let answer {
            answer(true)
        } else {
            freeCount += 1
        }
    }
}
