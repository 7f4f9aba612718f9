import LedgerService
import Testing

@testable import LedgerHTTP

// Attack: somebody opens connections until nobody else finds a place.
// Expectation: a place on which the bank has nothing to do goes to whoever needs it, first within
// the peer, the session or the user that has too many; a request that is being answered loses
// nothing.
// Method: the machine alone, connection by connection.

@Suite struct ConnectionPlacesTests {
    private func places(
        _ all: Int,
        ofPeer: Int = 99,
        ofUser: Int = 99,
        ofSession: Int = 99
    ) -> ConnectionPlaces {
        var limits = ServerLimits()
        limits.connectionCount = all
        limits.connectionCountOfPeer = ofPeer
        limits.connectionCountOfUser = ofUser
        limits.connectionCountOfSession = ofSession
        return ConnectionPlaces(limits)
    }

    private func bearer(_ user: UInt128, _ session: UInt128) -> ConnectionPlaces.Bearer {
        ConnectionPlaces.Bearer(userBits: user, sessionBits: session)
    }

    @Test("limits that nobody changed are those of a bank of the usual size")
    func usual() {
        let limits = ServerLimits()
        #expect(limits.connectionCount == StandardConnections.count)
        #expect(limits.connectionCountOfPeer == StandardConnections.countOfPeer)
        #expect(limits.connectionCountOfUser == StandardConnections.countOfUser)
        #expect(limits.connectionCountOfSession == StandardConnections.countOfSession)
        #expect(limits.drainMilliseconds == Int64(StandardConnections.drainSeconds) * 1_000)
    }

    @Test("one more of a peer closes the one of that peer that has been silent the longest")
    func ofPeer() {
        var places = places(9, ofPeer: 2)
        #expect(places.enter(from: 1) == .entered(1, evicting: nil))
        #expect(places.enter(from: 2) == .entered(2, evicting: nil))
        #expect(places.enter(from: 1) == .entered(3, evicting: nil))
        #expect(places.enter(from: 1) == .entered(4, evicting: 1))
        #expect(places.count == 3)
    }

    @Test("one that takes nothing of its answer goes before all others of its peer")
    func unread() {
        var places = places(9, ofPeer: 3)
        for _ in 0..<3 { _ = places.enter(from: 1) }
        places.note(2, .idle)
        places.note(3, .unread)
        #expect(places.enter(from: 1) == .entered(4, evicting: 3))
    }

    @Test("silent ones go before idle ones, idle ones before those that owe something")
    func order() {
        var places = places(3)
        for peer in 1...3 as ClosedRange<UInt128> { _ = places.enter(from: peer) }
        places.note(1, .owing)
        places.note(2, .idle)
        #expect(places.enter(from: 4) == .entered(4, evicting: 3))
        places.note(4, .busy)
        #expect(places.enter(from: 5) == .entered(5, evicting: 2))
        places.note(5, .busy)
        #expect(places.enter(from: 6) == .entered(6, evicting: 1))
    }

    @Test("the one that has been idle the longest goes, not the one that came first")
    func idleSince() {
        var places = places(2)
        for peer in 1...2 as ClosedRange<UInt128> { _ = places.enter(from: peer) }
        places.note(2, .idle)
        places.note(1, .busy)
        places.note(1, .idle)
        #expect(places.enter(from: 3) == .entered(3, evicting: 2))
    }

    @Test("where all is taken the peer that has the most loses one, and the newest stay")
    func fullest() {
        var places = places(4)
        _ = places.enter(from: 1)
        for _ in 0..<3 { _ = places.enter(from: 2) }
        for number in 5...20 as ClosedRange<UInt64> {
            guard case .entered(number, let evicted?) = places.enter(from: 2) else {
                Issue.record("refused")
                return
            }
            #expect(evicted != 1)
        }
        #expect(places.enter(from: 3) == .entered(21, evicting: 18))
    }

    @Test("a connection that the bank is at work on is never closed for another's sake")
    func busy() {
        var places = places(2, ofPeer: 1)
        for peer in 1...2 as ClosedRange<UInt128> { _ = places.enter(from: peer) }
        for number in 1...2 as ClosedRange<UInt64> { places.note(number, .busy) }
        #expect(places.enter(from: 3) == .refused)
        #expect(places.enter(from: 1) == .refused)
        places.note(2, .idle)
        #expect(places.enter(from: 1) == .refused)
        #expect(places.enter(from: 3) == .entered(3, evicting: 2))
    }

    @Test("one more of a user closes an idle one of that user, at whatever address")
    func ofUser() {
        var places = places(9, ofUser: 2)
        for peer in 1...4 as ClosedRange<UInt128> { _ = places.enter(from: peer) }
        for number in 1...4 as ClosedRange<UInt64> { places.note(number, .busy) }
        #expect(places.claim(1, for: bearer(7, 71)) == .entered(1, evicting: nil))
        #expect(places.claim(1, for: bearer(7, 71)) == .entered(1, evicting: nil))
        #expect(places.claim(2, for: bearer(7, 72)) == .entered(2, evicting: nil))
        #expect(places.claim(3, for: bearer(8, 81)) == .entered(3, evicting: nil))
        #expect(places.claim(4, for: bearer(7, 73)) == .refused)
        places.note(1, .idle)
        #expect(places.claim(4, for: bearer(7, 73)) == .entered(4, evicting: 1))
        places.leave(4)
        #expect(places.claim(3, for: bearer(7, 71)) == .entered(3, evicting: nil))
    }

    @Test("one more of a session closes an idle one of that session, and none of another")
    func ofSession() {
        var places = places(9, ofUser: 3, ofSession: 2)
        for peer in 1...5 as ClosedRange<UInt128> { _ = places.enter(from: peer) }
        for number in 1...5 as ClosedRange<UInt64> { places.note(number, .busy) }
        #expect(places.claim(1, for: bearer(7, 71)) == .entered(1, evicting: nil))
        #expect(places.claim(2, for: bearer(7, 71)) == .entered(2, evicting: nil))
        #expect(places.claim(3, for: bearer(7, 72)) == .entered(3, evicting: nil))
        places.note(3, .idle)
        #expect(places.claim(4, for: bearer(7, 71)) == .refused)
        places.note(2, .idle)
        // The user has three as well; the one that goes makes room for both.
        #expect(places.claim(4, for: bearer(7, 71)) == .entered(4, evicting: 2))
        #expect(places.count == 4)
        // Another session of the user finds none idle but the other's.
        #expect(places.claim(5, for: bearer(7, 73)) == .entered(5, evicting: 3))
    }

    @Test("a connection on which somebody else signed in counts for them alone")
    func anotherBearer() {
        var places = places(9, ofUser: 1, ofSession: 1)
        for peer in 1...2 as ClosedRange<UInt128> { _ = places.enter(from: peer) }
        #expect(places.claim(1, for: bearer(7, 71)) == .entered(1, evicting: nil))
        places.note(1, .busy)
        #expect(places.claim(1, for: bearer(7, 72)) == .entered(1, evicting: nil))
        #expect(places.claim(1, for: bearer(8, 81)) == .entered(1, evicting: nil))
        #expect(places.claim(2, for: bearer(7, 71)) == .entered(2, evicting: nil))
        #expect(places.claim(2, for: bearer(8, 82)) == .refused)
    }

    @Test("a place that is given back is free, and only once")
    func leaving() {
        var places = places(1)
        _ = places.enter(from: 1)
        places.leave(1)
        places.leave(1)
        #expect(places.count == 0)
        #expect(places.enter(from: 2) == .entered(2, evicting: nil))
    }
}
