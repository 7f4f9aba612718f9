import BankTestKit
import CoreVocabulary
import Dispatch
import SyncCore
import Synchronization
import Testing
import IdentityCore
import WireProtocol

@testable import LedgerService

// Attack: one customer opens sessions and asks in all of them, or asks and leaves, again and again.
// Expectation: others wait for one reading of theirs, and for none of those whose peer has left.
// Method: a bank whose only place to read is held, while requests of a known order come to wait.

@Suite(.timeLimit(.minutes(5)))
struct ReadTurnTests {
    // Proves that turns are those of users: not of sessions, and not of all together.
    @Test("users whose requests wait at the bank take turns, however many sessions one of them has")
    func turns() async throws {
        let bank = try await Self.bankWithOnePlace()
        let first = try await Self.caller("asha", at: bank)
        let second = try await Self.caller("asha", at: bank)
        let other = try await Self.caller("rohan", at: bank)
        #expect(first.token.sessionID != second.token.sessionID)
        let order = Order()
        let held = await HeldPlace(of: bank.bank, by: first)
        var readings: [Task<Void, any Error>] = []
        for caller in [first, second, first, other] {
            let name = caller.token.userID == other.token.userID ? "rohan" : "asha"
            readings.append(await Self.queue(caller, name, at: bank.bank, order))
        }
        try await held.letGo()
        for reading in readings { try await reading.value }
        #expect(order.names == ["asha", "rohan", "asha", "asha"])
    }

    // Symptom: who asked for a snapshot and reset the connection left a whole reading behind each time.
    // Cause: a request that waited for its turn did not hear that its peer had left.
    @Test("a request whose peer leaves while it waits reads nothing and gives its place back")
    func left() async throws {
        let bank = try await Self.bankWithOnePlace()
        let asha = try await Self.caller("asha", at: bank)
        let rohan = try await Self.caller("rohan", at: bank)
        let order = Order()
        let held = await HeldPlace(of: bank.bank, by: asha)
        let gone = await Self.queue(asha, "asha", at: bank.bank, order)
        let next = await Self.queue(rohan, "rohan", at: bank.bank, order)
        gone.cancel()
        // Before the place is free: nothing of it stays in the queue.
        await #expect(throws: RequestRefused(.busy)) { try await gone.value }
        #expect(await bank.bank.waitingReadCount == 1)
        try await held.letGo()
        try await next.value
        #expect(order.names == ["rohan"])
        // The place is free again.
        try await bank.bank.read(for: asha) { _ in order.note("asha") }
        #expect(order.names == ["rohan", "asha"])
    }

    @Test("who has as many readings waiting as may be finds the bank busy, and others wait")
    func full() async throws {
        let bank = try await Self.bankWithOnePlace()
        let asha = try await Self.caller("asha", at: bank)
        let rohan = try await Self.caller("rohan", at: bank)
        let order = Order()
        let held = await HeldPlace(of: bank.bank, by: rohan)
        await bank.bank.fillReadQueue(of: asha)
        let count = await bank.bank.waitingReadCount
        #expect(count == BankConfiguration.forTests.waitingReadLimitOfUser)
        await #expect(throws: RequestRefused(.busy)) {
            try await bank.bank.read(for: asha) { _ in order.note("asha") }
        }
        let other = await Self.queue(rohan, "rohan", at: bank.bank, order)
        #expect(await bank.bank.waitingReadCount == count + 1)
        other.cancel()
        await #expect(throws: RequestRefused(.busy)) { try await other.value }
        try await held.letGo()
        #expect(order.names == [])
    }

    // Symptom: a wait for news lasted as much longer as it had waited to read, and answered as of the
    // time before. Cause: the clock was looked at before the wait for a place.
    @Test("a wait for news that waits to read ends when it was to, and answers as of the reading")
    func waitForNews() async throws {
        let bank = try await Self.bankWithOnePlace()
        let rohan = try await Self.caller("rohan", at: bank)
        let asha = try await bank.signIn("asha")
        let cursor = try await asha.feed().cursor
        let held = await HeldPlace(of: bank.bank, by: rohan)
        let request = FeedRequest(cursor: cursor, limit: 100, waitMilliseconds: 20_000)
        async let answer = asha.ask(.feed(request))
        while await bank.bank.waitingReadCount == 0 { await Task.yield() }
        bank.clock.advance(seconds: 20)
        try await held.letGo()
        guard case .feed(let reply) = try await answer else {
            throw TestBankError.unexpectedReply
        }
        #expect(reply.batch.changes.isEmpty)
        #expect(reply.serverTime == bank.clock.now())
    }

    // Symptom: what a session might read was judged as of the time before its request waited.
    @Test("a session that ends while its feed waits to read is told nothing")
    func endedMeanwhile() async throws {
        let bank = try await Self.bankWithOnePlace()
        let rohan = try await Self.caller("rohan", at: bank)
        let asha = try await bank.signIn("asha")
        let held = await HeldPlace(of: bank.bank, by: rohan)
        let request = FeedRequest(cursor: nil, limit: 100, waitMilliseconds: 0)
        async let answer = asha.ask(.feed(request))
        while await bank.bank.waitingReadCount == 0 { await Task.yield() }
        bank.clock.advance(seconds: 2 * 86_400)
        try await held.letGo()
        guard case .problem = try await answer else {
            Issue.record("the feed told something to a session that had ended")
            return
        }
    }

    private static func bankWithOnePlace() async throws -> TestBank {
        var configuration = BankConfiguration.forTests
        configuration.readConcurrency = 1
        return try await TestBank.open(configuration: configuration)
    }

    /// Somebody with a session of their own.
    private static func caller(_ name: String, at bank: TestBank) async throws -> Caller {
        let session = try await bank.signIn(name)
        return try await bank.bank.verifier.caller(ofToken: session.tokens.access, .inProcess)
    }

    /// Lets a request come that waits, and notes a name when it reads.
    private static func queue(
        _ caller: Caller,
        _ name: String,
        at bank: Bank,
        _ order: Order
    ) async -> Task<Void, any Error> {
        let count = await bank.waitingReadCount
        let reading = Task {
            try await bank.read(for: caller) { _ in order.note(name) }
        }
        while await bank.waitingReadCount == count { await Task.yield() }
        return reading
    }
}

/// A place to read that is taken until it is let go.
private struct HeldPlace {
    private let gate: DispatchSemaphore
    private let reading: Task<Void, any Error>

    /// Takes the place.
    init(of bank: Bank, by caller: Caller) async {
        let gate = DispatchSemaphore(value: 0)
        let (begun, mark) = AsyncStream<Void>.makeStream()
        self.gate = gate
        reading = Task {
            try await bank.read(for: caller) { _ in
                mark.yield()
                gate.wait()
            }
        }
        for await _ in begun { break }
    }

    func letGo() async throws {
        gate.signal()
        try await reading.value
    }
}

/// The names of those who have read, in their order.
private final class Order: Sendable {
    private let noted = Mutex<[String]>([])

    var names: [String] { noted.withLock { $0 } }

    func note(_ name: String) {
        noted.withLock { $0.append(name) }
    }
}
