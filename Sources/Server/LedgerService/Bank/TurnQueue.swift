import CoreVocabulary

/// Those who wait for one of a few places, each peer's in its own order; the peers take turns.
///
/// So a peer with many that wait waits for its own, and others do not wait for it.
struct TurnQueue {
    /// Called with true when a place was handed over, with false when there is none.
    typealias Answer = (Bool) -> Void

    private(set) var waitingCount = 0
    private var answers: [UInt128?: [Answer]] = [:]
    /// The peers that wait, the next one first.
    private var turns: [UInt128?] = []

    var isEmpty: Bool { waitingCount == 0 }

    /// The most that one peer has here.
    var longestCount: Int { answers.values.map(\.count).max() ?? 0 }

    func count(of peerBits: UInt128?) -> Int {
        answers[peerBits]?.count ?? 0
    }

    mutating func append(_ answer: @escaping Answer, of peerBits: UInt128?) {
        if count(of: peerBits) == 0 { turns.append(peerBits) }
        answers[peerBits, default: []].append(answer)
        waitingCount += 1
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
        guard let answer = answers[peerBits]?.removeFirst() else {
            invariantBroken("whoever has a turn waits")
        }
        waitingCount -= 1
        if count(of: peerBits) == 0 {
            answers[peerBits] = nil
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
        guard let answer = answers[peerBits]?.popLast() else {
            invariantBroken("whoever has a turn waits")
        }
        waitingCount -= 1
        if count(of: peerBits) == 0 {
            answers[peerBits] = nil
            turns.remove(at: place)
        }
        return answer
    }
}
