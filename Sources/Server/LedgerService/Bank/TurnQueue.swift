import CoreVocabulary

/// Those who wait for one of a few places, each peer's in its own order; the peers take turns.
///
/// So a peer with many that wait waits for its own, and others do not wait for it.
struct TurnQueue {
    /// Called with true when a place was handed over, with false when there is none.
    typealias Answer = (Bool) -> Void

    private struct Waiter {
        let number: UInt64
        let answer: Answer
    }

    private(set) var waitingCount = 0
    private var waiters: [UInt128?: [Waiter]] = [:]
    private var lastNumber: UInt64 = 0
    /// The peers that wait, the next one first.
    private var turns: [UInt128?] = []

    var isEmpty: Bool { waitingCount == 0 }

    /// The most that one peer has here.
    var longestCount: Int { waiters.values.map(\.count).max() ?? 0 }

    func count(of peerBits: UInt128?) -> Int {
        waiters[peerBits]?.count ?? 0
    }

    /// Puts one more at the end of a peer's own; gives the number under which it can leave.
    @discardableResult
    mutating func append(_ answer: @escaping Answer, of peerBits: UInt128?) -> UInt64 {
        if count(of: peerBits) == 0 { turns.append(peerBits) }
        lastNumber += 1
        waiters[peerBits, default: []].append(Waiter(number: lastNumber, answer: answer))
        waitingCount += 1
        return lastNumber
    }

    /// Takes one out that waits, unanswered; false when it waits no more.
    mutating func remove(_ number: UInt64, of peerBits: UInt128?) -> Bool {
        guard let place = waiters[peerBits]?.firstIndex(where: { $0.number == number }) else {
            return false
        }
        waiters[peerBits]?.remove(at: place)
        waitingCount -= 1
        if count(of: peerBits) == 0 {
            waiters[peerBits] = nil
            turns.removeAll { $0 == peerBits }
        }
        return true
    }

    /// The oldest of the peer whose turn it is; nil when nobody waits.
    ///
    /// - Parameter cost: What a peer has cost: the one with the least comes first, and of several the
    ///   one that has waited for its turn longest.
    /// - Returns: What answers it.
    mutating func removeFirst(
        cheapestBy cost: (UInt128?) -> Int64 = { _ in 0 }
    ) -> Answer? {
        guard let place = turns.indices.min(by: { cost(turns[$0]) < cost(turns[$1]) }) else {
            return nil
        }
        let peerBits = turns.remove(at: place)
        guard let answer = waiters[peerBits]?.removeFirst().answer else {
            invariantBroken("whoever has a turn waits")
        }
        waitingCount -= 1
        if count(of: peerBits) == 0 {
            waiters[peerBits] = nil
        } else {
            turns.append(peerBits)
        }
        return answer
    }

    /// The newest of the peer that has the most, of several the one whose turn comes last; nil
    /// when nobody waits.
    mutating func removeLastOfLongest() -> Answer? {
        let longest = longestCount
        guard let place = turns.lastIndex(where: { count(of: $0) == longest }) else {
            return nil
        }
        let peerBits = turns[place]
        guard let answer = waiters[peerBits]?.popLast()?.answer else {
            invariantBroken("whoever has a turn waits")
        }
        waitingCount -= 1
        if count(of: peerBits) == 0 {
            waiters[peerBits] = nil
            turns.remove(at: place)
        }
        return answer
    }
}
