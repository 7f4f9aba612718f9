import CoreVocabulary

/// The places at which passwords are hashed side by side.
///
/// A hash takes the memory of its cost, so the number of places keeps a flood of sign-ins from
/// exhausting the host. Whoever comes from a place from which the user signed in before goes first.
/// Others get every third turn. Among each, peers that wait take turns, so that a peer with many
/// sign-ins waits for its own and not others for it. When the queue is full, somebody at a known
/// place takes the room of one at a new one. Otherwise the peer with the most waiting gives up its
/// newest place to one with fewer. Who finds no room is told that the bank is busy.
struct HashPlaces {
    /// Called with true when a place was handed over, with false when there is none.
    typealias Answer = TurnQueue.Answer

    /// The most turns in a row of known places while others wait.
    static let knownTurnLimit = 2

    private var freeCount: Int
    private var known = TurnQueue()
    private var others = TurnQueue()
    /// How many turns known places have had since the last of another.
    private var knownTurnCount = 0

    /// How many wait.
    var waitingCount: Int { known.waitingCount + others.waitingCount }

    init(count: Int) {
        invariant(count >= 1, "at least one password is hashed at a time")
        freeCount = count
    }

    /// Takes a free place; false when there is none.
    mutating func take() -> Bool {
        guard freeCount > 0 else { return false }
        freeCount -= 1
        return true
    }

    /// Waits in the queue.
    ///
    /// - Parameters:
    ///   - peerBits: Who waits.
    ///   - isKnown: True if the user signed in before from where this comes from.
    ///   - answer: What is called once, now or later.
    mutating func wait(for peerBits: UInt128?, isKnown: Bool, _ answer: @escaping Answer) {
        let ownCount = known.count(of: peerBits) + others.count(of: peerBits)
        guard ownCount < BankConfiguration.hashQueueLimitOfPeer,
            makeRoom(over: ownCount, isKnown: isKnown)
        else {
            answer(false)
            return
        }
        if isKnown {
            known.append(answer, of: peerBits)
        } else {
            others.append(answer, of: peerBits)
        }
    }

    /// Hands a place to the next peer's oldest sign-in, or frees it.
    mutating func giveBack() {
        let isOthersTurn = knownTurnCount >= Self.knownTurnLimit || known.isEmpty
        if isOthersTurn, let answer = others.removeFirst() {
            knownTurnCount = 0
            answer(true)
        } else if let answer = known.removeFirst() {
            knownTurnCount = others.isEmpty ? 0 : knownTurnCount + 1
            answer(true)
        } else {
            freeCount += 1
        }
    }

    /// Makes room for one more of a peer that has `ownCount` in the queue; false if it cannot.
    private mutating func makeRoom(over ownCount: Int, isKnown: Bool) -> Bool {
        guard waitingCount >= BankConfiguration.hashQueueLimit else { return true }
        if isKnown, let last = others.removeLastOfLongest() {
            last(false)
            return true
        }
        // The last of the peer with the most goes, if it has more than this one would have.
        let isOthers = others.longestCount >= known.longestCount
        guard max(others.longestCount, known.longestCount) > ownCount + 1,
            let last = isOthers ? others.removeLastOfLongest() : known.removeLastOfLongest()
        else { return false }
        last(false)
        return true
    }
}
