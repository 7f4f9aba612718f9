import BankTestKit
import CoreVocabulary
import LedgerService
import LedgerStoreSQLite
import SyncCore
import Synchronization
import Testing
import WireProtocol

/// Goal: a feed that waits for news is woken, however soon the news follows its last read.
///
/// Method: a store that lets something happen between a read and what the bank does with it; a
/// clock under which nobody has to sleep, and that counts who would have.
struct WakeTests {
    // Symptom: a console that was shut out waited up to 25 seconds to be told. Cause: what ends a
    // session moves no feed, and the wait began after its wake-up.
    @Test("a feed whose user is disabled between its look and its wait does not wait")
    func wokenInBetween() async throws {
        let books = try await TestBank.open()
        let store = PausingStore(books.store)
        let clock = CountingClock(books.clock)
        let bank = Bank(
            store: store,
            masterKey: books.masterKey,
            clock: clock,
            random: books.random,
            log: books.log,
            configuration: books.configuration
        )
        let asha = try await books.signIn("asha")
        func feed(after cursor: Cursor?, waiting milliseconds: Int64) async throws -> Reply {
            let request = Request.feed(
                FeedRequest(cursor: cursor, limit: 100, waitMilliseconds: milliseconds)
            )
            let envelope = RequestEnvelope(token: asha.tokens.access, request: request)
            return await bank.handle(envelope, from: .inProcess)
        }
        // Whatever the bank reads once it has read now: the next read is the feed's look.
        guard case .feed(let all) = try await feed(after: nil, waiting: 0) else {
            throw TestBankError.unexpectedReply
        }
        let user = try books.user("asha")
        store.afterNextRead { try await bank.disableUser(user) }
        guard case .problem(let problem) = try await feed(after: all.batch.cursor, waiting: 20_000)
        else {
            Issue.record("the feed told something to a disabled user")
            return
        }
        #expect(problem.code == .wipe)
        #expect(clock.sleepCount == 0)
    }

    // Symptom: a console that asked for news waited as much longer as the bank's clock was set back.
    // Cause: the end of the wait was a time of the wall clock.
    @Test(
        "a wait for news ends when it was to, however the bank's clock is set meanwhile",
        .timeLimit(.minutes(1)),
        arguments: [Int64(-20), 120]
    )
    func clockSet(seconds: Int64) async throws {
        let books = try await TestBank.open()
        let asha = try await books.signIn("asha")
        let cursor = try await asha.feed().cursor
        async let batch = asha.feed(after: cursor, waitMilliseconds: 20_000)
        while books.clock.sleeperCount == 0 { await Task.yield() }
        books.clock.set(by: seconds)
        books.clock.advance(seconds: 10)
        // News for somebody else wakes nobody for good.
        try await books.bank.addPayee(
            books.account("stranger"),
            named: "Faiz",
            for: books.user("rohan")
        )
        while books.clock.sleeperCount == 0 { await Task.yield() }
        books.clock.advance(seconds: 10)
        #expect(try await batch.changes.isEmpty)
    }
}

extension WakeTests {
    // Symptom: with a thousand consoles connected, each transfer had a thousand feeds read again.
    // Each wait is one sleep: who is woken for nothing sleeps once more.
    @Test("a commit wakes the feeds of users who see its accounts, and nobody else's")
    func wakesThoseConcerned() async throws {
        let books = try await TestBank.open()
        let clock = BlockingClock(books.clock)
        let bank = Bank(
            store: books.store,
            masterKey: books.masterKey,
            clock: clock,
            random: books.random,
            log: books.log,
            configuration: books.configuration
        )
        func feed(
            _ session: TestSession,
            _ cursor: Cursor?,
            _ wait: Int64
        ) async throws -> FeedBatch {
            let request = FeedRequest(cursor: cursor, limit: 100, waitMilliseconds: wait)
            let envelope = RequestEnvelope(
                token: session.tokens.access,
                request: .feed(request)
            )
            guard case .feed(let reply) = await bank.handle(envelope, from: .inProcess) else {
                throw TestBankError.unexpectedReply
            }
            return reply.batch
        }
        let asha = try await books.signIn("asha")
        let rohan = try await books.signIn("rohan")
        let ashaCursor = try await feed(asha, nil, 0).cursor
        let rohanCursor = try await feed(rohan, nil, 0).cursor
        async let hers = feed(asha, ashaCursor, 20_000)
        async let his = feed(rohan, rohanCursor, 20_000)
        while books.clock.sleeperCount < 2 { await Task.yield() }
        _ = try await bank.post([books.posting("cash", "stranger", 1)])
        _ = try await bank.revokeSessions(of: books.user("nila"))
        _ = try await bank.post([books.posting("cash", "rohan", 1)])
        #expect(try await his.changes.entries.count == 1)
        books.clock.advance(seconds: 20)
        #expect(try await hers.changes.isEmpty)
        #expect(clock.sleepCount == 2)
        #expect(try await bank.health().waitingFeedCount == 0)
    }
}

/// Books between whose reading and its answer something happens.
private final class PausingStore: LedgerStore {
    private let base: LedgerStoreSQLite
    private let pause = Mutex<(@Sendable () async throws -> Void)?>(nil)

    init(_ base: LedgerStoreSQLite) {
        self.base = base
    }

    func afterNextRead(_ body: @escaping @Sendable () async throws -> Void) {
        pause.withLock { $0 = body }
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws -> Value {
        try await base.write(body)
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        let value = try await base.read(body)
        try await pause.withLock { $0.take() }?()
        return value
    }
}

/// A clock under which nobody sleeps.
private final class CountingClock: BankClock {
    private let base: TestClock
    private let count = Mutex(0)

    init(_ base: TestClock) {
        self.base = base
    }

    var sleepCount: Int { count.withLock { $0 } }

    func now() -> Instant { base.now() }
    func boottime() -> Instant { base.boottime() }

    func sleep(milliseconds: Int64) async throws {
        count.withLock { $0 += 1 }
        base.advance(seconds: (milliseconds + 999) / 1_000)
    }
}

/// A clock that counts who sleeps under it.
private final class BlockingClock: BankClock {
    private let base: TestClock
    private let count = Mutex(0)

    init(_ base: TestClock) {
        self.base = base
    }

    var sleepCount: Int { count.withLock { $0 } }

    func now() -> Instant { base.now() }
    func boottime() -> Instant { base.boottime() }

    func sleep(milliseconds: Int64) async throws {
        count.withLock { $0 += 1 }
        try await base.sleep(milliseconds: milliseconds)
    }
}
