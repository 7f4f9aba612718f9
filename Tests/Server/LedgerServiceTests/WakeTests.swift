import BankTestKit
import CoreVocabulary
import LedgerService
import LedgerStoreSQLite
import SyncCore
import Synchronization
import Testing
import WireProtocol

/// Goal: whoever waits for news is woken, however closely the news follows the look before.
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

    func sleep(milliseconds: Int64) async throws {
        count.withLock { $0 += 1 }
        base.advance(seconds: (milliseconds + 999) / 1_000)
    }
}
