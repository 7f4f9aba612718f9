import Testing

@testable import LedgerService

/// Goal: no more passwords are hashed side by side than there are places, and a peer with many
/// sign-ins keeps nobody else waiting.
///
/// Method: the places alone, taken and given back by hand.
struct HashPlacesTests {
    @Test("there are as many places as were made, and one given back can be taken again")
    func places() {
        var places = HashPlaces(count: 2)
        #expect(acquire(3, of: &places) == [true, true, false])
        places.release()
        #expect(acquire(2, of: &places) == [true, false])
    }

    @Test("a place that is given back goes to whoever waits, and to nobody else")
    func handingOver() {
        let answers = Answers()
        var places = HashPlaces(count: 1)
        let isFree = places.acquire()
        #expect(isFree)
        places.wait(for: 1, isKnown: false, answers.note(1))
        places.release()
        #expect(answers.served == [1])
        let isGiven = places.acquire()
        #expect(!isGiven)
        places.release()
        let isFreed = places.acquire()
        #expect(isFreed)
    }

    // Attack: one address opens hundreds of sign-ins at once.
    // Expectation: the next place but one goes to whoever else waits.
    @Test("peers that wait take turns, however many one of them has waiting")
    func turns() {
        let answers = Answers()
        var places = HashPlaces(count: 1)
        _ = places.acquire()
        for peer in [1, 1, 1, 1, 1, 2, 3] {
            places.wait(for: UInt128(peer), isKnown: false, answers.note(peer))
        }
        for _ in 0..<7 { places.release() }
        #expect(answers.served == [1, 2, 3, 1, 1, 1, 1])
    }

    @Test("a sign-in that leaves the queue gets no turn, and can leave only while it waits")
    func leaving() throws {
        let answers = Answers()
        var places = HashPlaces(count: 1)
        _ = places.acquire()
        let first = places.wait(for: 1, isKnown: true, answers.note(1))
        let second = places.wait(for: 1, isKnown: false, answers.note(2))
        let (gone, served) = (try #require(first), try #require(second))
        let hasLeft = places.leave(gone)
        #expect(hasLeft)
        places.release()
        #expect(answers.served == [2])
        let leavesLate = places.leave(served)
        let leavesTwice = places.leave(gone)
        #expect(!leavesLate && !leavesTwice)
        #expect(places.waitingCount == 0)
        #expect(answers.refused.isEmpty)
    }

    @Test("in a full queue whoever has the most makes room for one who has fewer")
    func crowding() {
        let answers = Answers()
        var places = HashPlaces(count: 1)
        _ = places.acquire()
        for peer in 1...2 {
            for _ in 0..<BankConfiguration.hashQueueLimitOfPeer {
                places.wait(for: UInt128(peer), isKnown: false, answers.note(peer))
            }
        }
        #expect(answers.refused.isEmpty)
        places.wait(for: 1, isKnown: false, answers.note(1))
        #expect(answers.refused == [1])
        for peer in 3...10 {
            places.wait(for: UInt128(peer), isKnown: false, answers.note(peer))
        }
        #expect(answers.refused.count == 9)
        #expect(answers.refused.allSatisfy { $0 <= 2 })
    }

    // Attack: forty addresses send wrong passwords without end, and each has its turns.
    // Expectation: who signs in from where they signed in before is served at once, and others move
    // on all the same.
    @Test("a known place goes first, and of three turns one is left to others")
    func knownPlaces() {
        let answers = Answers()
        var places = HashPlaces(count: 1)
        _ = places.acquire()
        for peer in 1...4 { places.wait(for: UInt128(peer), isKnown: false, answers.note(peer)) }
        places.wait(for: 11, isKnown: true, answers.note(11))
        places.release()
        #expect(answers.served == [11])
        for peer in [12, 12, 12, 13] {
            places.wait(for: UInt128(peer), isKnown: true, answers.note(peer))
        }
        for _ in 0..<8 { places.release() }
        #expect(answers.served == [11, 12, 1, 13, 12, 2, 12, 3, 4])
        // Nobody is owed a turn while nobody waits.
        for _ in 0..<4 { places.wait(for: 12, isKnown: true, answers.note(12)) }
        for _ in 0..<4 { places.release() }
        places.wait(for: 12, isKnown: true, answers.note(12))
        places.wait(for: 5, isKnown: false, answers.note(5))
        places.release()
        #expect(answers.served.last == 12)
    }

    @Test("in a full queue a known place takes the room of a new one, and no other way round")
    func knownInCrowd() {
        let answers = Answers()
        var places = HashPlaces(count: 1)
        _ = places.acquire()
        for peer in 1...BankConfiguration.hashQueueLimit {
            places.wait(for: UInt128(peer), isKnown: false, answers.note(peer))
        }
        places.wait(for: 1_000, isKnown: false, answers.note(1_000))
        #expect(answers.refused == [1_000])
        places.wait(for: 1_001, isKnown: true, answers.note(1_001))
        #expect(answers.refused == [1_000, BankConfiguration.hashQueueLimit])
        places.release()
        #expect(answers.served == [1_001])
    }

    private func acquire(_ count: Int, of places: inout HashPlaces) -> [Bool] {
        (0..<count).map { _ in places.acquire() }
    }
}

/// What became of each who waited, in order.
private final class Answers {
    private(set) var served: [Int] = []
    private(set) var refused: [Int] = []

    func note(_ peer: Int) -> HashPlaces.Answer {
        { isIn in
            if isIn { self.served.append(peer) } else { self.refused.append(peer) }
        }
    }
}
