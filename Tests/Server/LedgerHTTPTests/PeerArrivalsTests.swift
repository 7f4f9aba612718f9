import CoreVocabulary
import LedgerService
import Testing

@testable import LedgerHTTP

// Attack: somebody begins handshakes by the thousand and leaves each at once, so that the bank does
// little else and new connections of others wait.
// Expectation: a peer begins as many at once as it may have, then a tenth of that in a second, and
// other peers are not touched.
// Method: the counting alone, with a clock of its own.

@Suite struct PeerArrivalsTests {
    private static let start = Instant(nanosecondsSinceEpoch: 1)

    private func limits(_ count: Int) -> ServerLimits {
        var limits = ServerLimits()
        limits.connectionCountOfPeer = count
        limits.arrivalCountFloor = count
        return limits
    }

    /// How many of some connections at one moment are let in.
    private func admitted(
        _ count: Int,
        from peerBits: UInt128?,
        _ arrivals: inout PeerArrivals,
        at now: Instant
    ) -> Int {
        (0..<count).count { _ in arrivals.admit(peerBits, at: now) }
    }

    @Test("a peer begins at once as many connections as it may have, then a tenth in a second")
    func pace() {
        var arrivals = PeerArrivals(limits(20))
        var now = Self.start
        #expect(admitted(50, from: 1, &arrivals, at: now) == 20)
        for _ in 0..<5 {
            now = now.adding(seconds: 1)
            #expect(admitted(50, from: 1, &arrivals, at: now) == 2)
        }
        now = now.adding(seconds: PeerArrivals.refillSeconds)
        #expect(admitted(50, from: 1, &arrivals, at: now) == 20)
    }

    @Test("one peer's flood takes nothing from another, and who cannot be told apart has no limit")
    func others() {
        var arrivals = PeerArrivals(limits(3))
        #expect(admitted(9, from: 1, &arrivals, at: Self.start) == 3)
        #expect(admitted(9, from: 2, &arrivals, at: Self.start) == 3)
        #expect(admitted(9, from: nil, &arrivals, at: Self.start) == 9)
    }

    @Test("a branch whose bank comes back begins all its connections at once")
    func branch() {
        var arrivals = PeerArrivals(ServerLimits())
        let count = StandardConnections.countOfPeer
        #expect(admitted(count, from: 1, &arrivals, at: Self.start) == count)
        var larger = ServerLimits()
        larger.connectionCountOfPeer = 2 * count
        arrivals = PeerArrivals(larger)
        #expect(admitted(2 * count, from: 1, &arrivals, at: Self.start) == 2 * count)
    }

    @Test("a lower limit of places makes nobody wait who begins one connection after the other")
    func floor() {
        var few = ServerLimits()
        few.connectionCountOfPeer = 1
        var arrivals = PeerArrivals(few)
        let count = StandardConnections.countOfPeer
        #expect(admitted(count, from: 1, &arrivals, at: Self.start) == count)
    }

    @Test("no more peers are counted than the limit, and full buckets are forgotten first")
    func bound() {
        var arrivals = PeerArrivals(limits(2))
        let peers = 1...UInt128(PeerArrivals.bucketLimit)
        for peer in peers { _ = arrivals.admit(peer, at: Self.start) }
        #expect(arrivals.bucketCount == PeerArrivals.bucketLimit)
        let later = Self.start.adding(seconds: PeerArrivals.refillSeconds)
        _ = arrivals.admit(0, at: later)
        #expect(arrivals.bucketCount == 1)
        #expect(admitted(2, from: 0, &arrivals, at: later) == 1)
        // Where none is full there is no better way than to begin anew.
        for peer in peers { _ = arrivals.admit(peer, at: later) }
        #expect(arrivals.bucketCount <= PeerArrivals.bucketLimit)
    }
}
