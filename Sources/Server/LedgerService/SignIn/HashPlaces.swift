import CoreVocabulary

/// Places in which passwords are hashed concurrently, with a fair queue.
///
/// A hash uses the memory of its cost, so the number of places keeps a flood of sign-ins from
/// exhausting the host. Sign-ins from a place from which the user signed in before take precedence;
/// others get every third turn. Within each group, peers take turns, so that a peer with many
/// sign-ins delays itself and not others. If the queue is full, a sign-in from a known place
/// displaces one from a new place. Otherwise, the peer with the most waiting sign-ins loses its
/// newest to a peer with fewer. A sign-in that finds no room is refused as busy.
struct HashPlaces {
    /// Callback with true if a place was assigned, and false if there is no room.
    typealias Answer = TurnQueue.Answer

    /// Identifies a sign-in that waits, so that it can leave the queue.
    struct Ticket {
        fileprivate let number: UInt64
        fileprivate let peerBits: UInt128?
        fileprivate let isKnown: Bool
    }

    /// Maximum number of consecutive turns of known places while others wait.
    static let knownTurnLimit = 2

    private var freeCount: Int
    private var known = TurnQueue()
    private var others = TurnQueue()
    /// Number of turns of known places since the last turn of another.
    private var knownTurnCount = 0

    /// Number of sign-ins that wait.
    var waitingCount: Int { known.waitingCount + others.waitingCount }

    init(count: Int) {
        invariant(count >= 1, "at least one password is hashed at a time")
        freeCount = count
    }

    /// Takes a free place; returns false if there is none.
    mutating func acquire() -> Bool {
        guard freeCount > 0 else { return false }
        freeCount -= 1
        return true
    }

    /// Adds a sign-in to the queue, or refuses it at once and returns nil.
    ///
    /// It is known if its user signed in before from this place. The answer is called exactly once,
    /// now or later, unless the sign-in leaves the queue by its ticket.
    @discardableResult
    mutating func wait(
        for peerBits: UInt128?,
        isKnown: Bool,
        _ answer: @escaping Answer
    ) -> Ticket? {
        let ownCount = known.count(of: peerBits) + others.count(of: peerBits)
        guard ownCount < BankConfiguration.hashQueueLimitOfPeer,
            makeRoom(over: ownCount, isKnown: isKnown)
        else {
            answer(false)
            return nil
        }
        let number =
            isKnown ? known.append(answer, of: peerBits) : others.append(answer, of: peerBits)
        return Ticket(number: number, peerBits: peerBits, isKnown: isKnown)
    }

    /// Removes a sign-in from the queue without calling it; returns false if it does not wait.
    mutating func leave(_ ticket: Ticket) -> Bool {
        ticket.isKnown
            ? known.remove(ticket.number, of: ticket.peerBits)
            : others.remove(ticket.number, of: ticket.peerBits)
    }

    /// Assigns the returned place to the next peer's oldest sign-in, or frees it.
    mutating func release() {
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

    /// Makes room for one more sign-in of a peer with `ownCount` in the queue, if it can.
    private mutating func makeRoom(over ownCount: Int, isKnown: Bool) -> Bool {
        guard waitingCount >= BankConfiguration.hashQueueLimit else { return true }
        if isKnown, let last = others.removeLastOfLongest() {
            last(false)
            return true
        }
        // The newest sign-in of the peer with the most is dropped, if that peer has more than this
        // one would have.
        let isOthers = others.longestCount >= known.longestCount
        guard max(others.longestCount, known.longestCount) > ownCount + 1,
            let last = isOthers ? others.removeLastOfLongest() : known.removeLastOfLongest()
        else { return false }
        last(false)
        return true
    }
}
