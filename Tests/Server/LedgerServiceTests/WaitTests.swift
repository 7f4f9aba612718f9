import BankTestKit
import CoreVocabulary
import SyncCore
import Testing
import WireProtocol

@testable import LedgerService

// Attack: one customer opens streams and long polls until nobody else has a connection.
// Expectation: each holder has few; one more of a session or a user ends the oldest of its own, one
// more of an address or of all is refused.
// Method: the machine alone, and then streams of a bank under a clock that stands still.

struct WaitPlacesTests {
    private func waiter(_ session: Int, user: Int = 1, peer: Int? = nil) -> WaitPlaces.Waiter {
        WaitPlaces.Waiter(
            session: SessionID(rawValue: UInt128(session)),
            user: UserID(rawValue: UInt128(user)),
            peerBits: peer.map { UInt128($0) }
        )
    }

    private func limits(session: Int = 9, user: Int = 9, peer: Int = 9, bank: Int = 9) -> WaitLimits
    {
        var limits = WaitLimits(ofPeer: peer, ofBank: bank)
        limits.ofSession = session
        limits.ofUser = user
        return limits
    }

    @Test("one more of a session ends the oldest of that session and of no other")
    func session() {
        var places = WaitPlaces(limits(session: 2))
        #expect(places.enter(waiter(1)) == .entered(1, displacing: []))
        #expect(places.enter(waiter(2)) == .entered(2, displacing: []))
        #expect(places.enter(waiter(1)) == .entered(3, displacing: []))
        #expect(places.enter(waiter(1)) == .entered(4, displacing: [1]))
        #expect(!places.holds(1))
        #expect(places.holds(2))
        #expect(places.count == 3)
    }

    @Test("one more of a user ends the oldest of that user, whatever session it is of")
    func user() {
        var places = WaitPlaces(limits(user: 2))
        for session in 1...2 { _ = places.enter(waiter(session)) }
        _ = places.enter(waiter(7, user: 2))
        #expect(places.enter(waiter(3)) == .entered(4, displacing: [1]))
        #expect(places.holds(3))
    }

    @Test("one more of a peer or of all is refused, and ends nobody's")
    func refusals() {
        var places = WaitPlaces(limits(peer: 2, bank: 3))
        for user in 1...2 { _ = places.enter(waiter(user, user: user, peer: 1)) }
        #expect(places.enter(waiter(3, user: 3, peer: 1)) == .full)
        #expect(places.enter(waiter(3, user: 3, peer: 2)) == .entered(3, displacing: []))
        #expect(places.enter(waiter(4, user: 4, peer: 3)) == .full)
        places.leave(1)
        #expect(places.enter(waiter(4, user: 4, peer: 3)) == .entered(4, displacing: []))
    }

    @Test("where all is taken, a session may still put one in the place of its own")
    func exchange() {
        var places = WaitPlaces(limits(session: 1, peer: 1, bank: 1))
        _ = places.enter(waiter(1, peer: 1))
        #expect(places.enter(waiter(1, peer: 1)) == .entered(2, displacing: [1]))
        #expect(places.count == 1)
    }
}

struct WaitTests {
    @Test("a session's third stream ends its first, which may be opened again")
    func streams() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let cursor = try await asha.feed().cursor
        var first = try await asha.stream(after: cursor)
        while let event = await first.next() {
            if case .checkpoint = event { break }
        }
        let second = try await asha.stream(after: cursor)
        let third = try await asha.stream(after: cursor)
        #expect(await first.next() == .control(.resume))
        #expect(await first.next() == nil)
        withExtendedLifetime((second, third)) {}
    }

    @Test("a session's third long poll is answered, and its first as well")
    func polls() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        let cursor = try await asha.feed().cursor
        async let first = asha.feed(after: cursor, waitMilliseconds: 20_000)
        while bank.clock.sleeperCount < 1 { await Task.yield() }
        async let second = asha.feed(after: cursor, waitMilliseconds: 20_000)
        while bank.clock.sleeperCount < 2 { await Task.yield() }
        async let third = asha.feed(after: cursor, waitMilliseconds: 20_000)
        #expect(try await first.changes.isEmpty)
        while bank.clock.sleeperCount < 2 { await Task.yield() }
        bank.clock.advance(seconds: 20)
        #expect(try await second.changes.isEmpty)
        #expect(try await third.changes.isEmpty)
    }

    @Test("when the places of all are taken a stream is refused for a while, and others go on")
    func full() async throws {
        var configuration = BankConfiguration.forTests
        configuration.waits = WaitLimits(ofPeer: 9, ofBank: 1)
        let bank = try await TestBank.open(configuration: configuration)
        let asha = try await bank.signIn("asha")
        let rohan = try await bank.signIn("rohan")
        let held = try await asha.stream(after: nil)
        let opening = await bank.bank.stream(
            token: rohan.tokens.access,
            after: nil,
            from: .inProcess
        )
        #expect(throws: StreamRefused(problem: Problem(code: .slowDown, retryAfterSeconds: 5))) {
            _ = try opening.get()
        }
        #expect(try await !rohan.feed().changes.isEmpty)
        withExtendedLifetime(held) {}
    }

    @Test("a stream that nobody reads any more gives its place back")
    func givenBack() async throws {
        var configuration = BankConfiguration.forTests
        configuration.waits = WaitLimits(ofPeer: 9, ofBank: 1)
        let bank = try await TestBank.open(configuration: configuration)
        let asha = try await bank.signIn("asha")
        for _ in 0..<3 {
            var stream = try await asha.stream(after: nil)
            _ = await stream.next()
        }
        let rohan = try await bank.signIn("rohan")
        var stream = try await rohan.stream(after: nil)
        let first = await stream.next()
        #expect(first != nil)
    }
}
