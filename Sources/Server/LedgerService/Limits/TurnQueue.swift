import CoreVocabulary

/// Fair queue for a few places: peers take turns, so that one with many waiters delays only itself.
struct TurnQueue {
    /// Callback with true if a place was assigned, and false if there is none.
    typealias Answer = (Bool) -> Void

    private struct Waiter {
        let number: UInt64
        let answer: Answer
    }

    private(set) var waitingCount = 0
    private var waiters: [UInt128?: [Waiter]] = [:]
    private var lastNumber: UInt64 = 0
    /// The waiting peers in the order of their turns.
    private var turns: [UInt128?] = []

    var isEmpty: Bool { waitingCount == 0 }

    /// The largest number of waiters of one peer.
    var longestCount: Int { waiters.values.map(\.count).max() ?? 0 }

    func count(of peerBits: UInt128?) -> Int { waiters[peerBits]?.count ?? 0 }

    /// Appends a waiter to a peer's queue and returns the number with which it can leave.
    @discardableResult
    mutating func append(_ answer: @escaping Answer, of peerBits: UInt128?) -> UInt64 {
        if count(of: peerBits) == 0 { turns.append(peerBits) }
        lastNumber += 1
        waiters[peerBits, default: []].append(Waiter(number: lastNumber, answer: answer))
        waitingCount += 1
        return lastNumber
    }

    /// Removes a waiter without calling it; returns false if it does not wait any more.
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

    /// Removes the oldest waiter of the cheapest peer, among equals of the one that waited longest.
    mutating func removeFirst(cheapestBy cost: (UInt128?) -> Int64 = { _ in 0 }) -> Answer? {
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

    /// Removes the newest waiter of the peer with the most; among equals, of the last in turn.
    mutating func removeLastOfLongest() -> Answer? {
        let longest = longestCount
        guard let place = turns.lastIndex(where: { count(of: $0) == longest }) else { return nil }
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
