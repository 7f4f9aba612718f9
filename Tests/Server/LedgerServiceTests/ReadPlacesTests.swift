import BankTestKit
import Dispatch
import Testing
import WireProtocol

@testable import LedgerService

// Attack: one customer sends costly requests on every connection that they may have.
// Expectation: others wait for one reading of theirs and not for all, and the bank's own readings
// for none.
// Method: the places alone, taken and given back by hand; a bank whose only place is taken.

@Suite(.timeLimit(.minutes(5)))
struct ReadPlacesTests {
    // Symptom: 64 connections of one customer made everybody else's requests take three seconds.
    // Cause: readings were made in the order in which they came.
    @Test("users whose requests wait to read take turns, however many one of them has waiting")
    func turns() {
        let order = Order()
        var places = ReadPlaces(count: 1, waitingLimitOfUser: 9)
        let isFree = places.acquire()
        #expect(isFree)
        for user in [1, 1, 1, 1, 1, 2, 3] {
            places.wait(for: UInt128(user)) { _ in order.users.append(user) }
        }
        for _ in 0..<7 { places.release(from: 9, after: 0) }
        #expect(order.users == [1, 2, 3, 1, 1, 1, 1])
        let isTaken = places.acquire()
        #expect(!isTaken, "a place that was handed over is not free")
        places.release(from: 9, after: 0)
        let isFreed = places.acquire()
        #expect(isFreed)
    }

    // Symptom: four customers with long readings made a fifth's short ones wait for one of each. Cause:
    // a turn was a turn, however long the reading was.
    @Test("the user whose readings took the least time of late comes first")
    func leastTime() {
        let order = Order()
        var places = ReadPlaces(count: 1, waitingLimitOfUser: 9)
        let isFree = places.acquire()
        #expect(isFree)
        for user in [1, 2, 1, 2, 3] {
            places.wait(for: UInt128(user)) { _ in order.users.append(user) }
        }
        // The first has read for long, the second for a while, the third not at all.
        places.release(from: 1, after: 900_000_000)
        places.release(from: 2, after: 100_000_000)
        for _ in 0..<3 { places.release(from: 3, after: 1_000_000) }
        #expect(order.users == [2, 3, 2, 1, 1])
        // What was long ago counts for nothing: the first has its turn again as it comes.
        for _ in 0..<1_000 { places.release(from: 9, after: 0) }
        order.users = []
        for user in [1, 2, 1] {
            places.wait(for: UInt128(user)) { _ in order.users.append(user) }
        }
        for _ in 0..<3 { places.release(from: 9, after: 0) }
        #expect(order.users == [1, 2, 1])
    }

    // Symptom: who asked and left, again and again, made the queue as long as they liked where a user's
    // requests had no limit. Cause: the queue had none of its own, and nobody left it before their turn.
    @Test("of one user no more wait than may, and one that leaves makes room for another")
    func limit() throws {
        let order = Order()
        var places = ReadPlaces(count: 1, waitingLimitOfUser: 2)
        let isFree = places.acquire()
        #expect(isFree)
        func wait(_ user: Int) -> UInt64? {
            places.wait(for: UInt128(user)) { _ in order.users.append(user) }
        }
        let numbers = [wait(1), wait(1), wait(1)]
        #expect(numbers.map { $0 == nil } == [false, false, true])
        let first = try #require(numbers.first ?? nil)
        let other = try #require(wait(2))
        let hasLeft = places.leave(other, of: 2)
        #expect(hasLeft)
        let hasLeftTwice = places.leave(other, of: 2)
        #expect(!hasLeftTwice)
        #expect(places.waitingCount == 2)
        places.release(from: 9, after: 0)
        let hasLeftLate = places.leave(first, of: 1)
        #expect(!hasLeftLate, "whoever has a place waits no more")
        let later = [wait(1), wait(3)]
        #expect(!later.contains(nil))
        for _ in 0..<4 { places.release(from: 9, after: 0) }
        #expect(order.users == [1, 1, 3, 1])
        #expect(places.waitingCount == 0)
    }

    // Streams and long polls of a user read all at once when there is news.
    @Test("as many readings of a user may wait as it has streams and long polls, and some more")
    func limitOfUser() {
        var configuration = BankConfiguration()
        let usual = configuration.waitingReadLimitOfUser
        #expect(usual == BankConfiguration.readQueueLimitOfUser + configuration.waits.ofUser)
        #expect(usual > StandardConnections.countOfUser)
        configuration.waits = .unlimited
        #expect(configuration.waitingReadLimitOfUser == .max)
    }

    // Symptom: readiness was refused although nothing was wrong, and a load balancer would have taken
    // the bank away. Cause: its proof waited in one queue with what customers asked for.
    @Test("the proof that the bank is ready does not wait behind readings for those who ask")
    func readiness() async throws {
        var configuration = BankConfiguration.forTests
        configuration.readConcurrency = 1
        let bank = try await TestBank.open(configuration: configuration)
        let session = try await bank.signIn("asha")
        let caller = try await bank.bank.verifier.caller(ofToken: session.tokens.access, .inProcess)
        let gate = DispatchSemaphore(value: 0)
        let (begun, mark) = AsyncStream<Void>.makeStream()
        async let reading: Void = bank.bank.read(for: caller) { _ in
            mark.yield()
            gate.wait()
        }
        for await _ in begun { break }
        _ = try await bank.bank.health()
        gate.signal()
        try await reading
    }
}

private final class Order {
    var users: [Int] = []
}
