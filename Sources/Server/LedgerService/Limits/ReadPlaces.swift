import CoreVocabulary

/// Places in which the books are read concurrently for callers, with a fair queue.
///
/// A reading takes as long as its request needs. The waiting user whose recent readings took the
/// least time comes first, and users with equal times take turns. So a user with many or long
/// readings delays themselves and not others. The number of waiting readings of each user is
/// limited; one more is refused as busy.
struct ReadPlaces {
    /// Number of readings after which all recorded times are halved.
    private static let halvingCount = 64
    /// Recorded times below this are dropped, in nanoseconds.
    private static let leastNanoseconds: Int64 = 1_000_000

    private let waitingLimitOfUser: Int
    private var freeCount: Int
    private var waiting = TurnQueue()
    /// Recent reading time of each user, in nanoseconds; it decays by halves.
    private var spent: [UInt128: Int64] = [:]
    private var readingCount = 0

    /// Number of readings that wait.
    var waitingCount: Int { waiting.waitingCount }

    init(count: Int, waitingLimitOfUser: Int) {
        invariant(count >= 1, "at least one reading is under way at a time")
        invariant(waitingLimitOfUser >= 1, "at least one reading of a user waits")
        self.waitingLimitOfUser = waitingLimitOfUser
        freeCount = count
    }

    /// Takes a free place; returns false if there is none.
    mutating func acquire() -> Bool {
        guard freeCount > 0 else { return false }
        freeCount -= 1
        return true
    }

    /// Queues a reading, whose closure is called when it gets a place; nil beyond the user's limit.
    @discardableResult
    mutating func wait(for userBits: UInt128, _ answer: @escaping TurnQueue.Answer) -> UInt64? {
        guard waiting.count(of: userBits) < waitingLimitOfUser else { return nil }
        return waiting.append(answer, of: userBits)
    }

    /// Removes a waiting reading from the queue; returns false if it has a place already.
    mutating func leave(_ number: UInt64, of userBits: UInt128) -> Bool {
        waiting.remove(number, of: userBits)
    }

    /// Assigns the place of a reading of some duration to the next user's oldest, or frees it.
    mutating func release(from userBits: UInt128, after nanoseconds: Int64) {
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
