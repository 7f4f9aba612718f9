@testable import ClientService
import ClientStorageMemory
import CoreVocabulary
import Cryptography
import MoneyCore
import SyncCore
import Testing

/// A client with a bank and a clock of its own, driven a step at a time.
struct Console: Sendable {
    let clock: VirtualClock
    let ledger: FakeLedger
    let bank: FakeBank
    let storage: InMemoryStorage
    let client: Client

    init(
        amounts: [Int64] = [100_000],
        storage: InMemoryStorage = InMemoryStorage(),
        bookedAt: Instant = VirtualClock.start
    ) {
        let clock = VirtualClock()
        let ledger = FakeLedger(amounts: amounts, bookedAt: bookedAt)
        self.init(
            clock: clock,
            ledger: ledger,
            bank: FakeBank(clock: clock, ledger: ledger),
            storage: storage
        )
    }

    /// A console around a client that was made elsewhere.
    init(clock: VirtualClock, bank: FakeBank, client: Client) {
        self.clock = clock
        ledger = FakeLedger()
        self.bank = bank
        storage = InMemoryStorage()
        self.client = client
    }

    init(clock: VirtualClock, ledger: FakeLedger, bank: FakeBank, storage: InMemoryStorage) {
        self.clock = clock
        self.ledger = ledger
        self.bank = bank
        self.storage = storage
        var settings = ClientSettings()
        settings.unlockCost = .weakForTests
        client = Client(
            link: bank,
            storage: storage,
            clock: clock,
            random: SplitMix64(seed: 11),
            zone: .india,
            settings: settings
        )
    }

    /// Another console of the same user on the same storage, as after a restart.
    func restarted() -> Console {
        Console(clock: clock, ledger: ledger, bank: bank, storage: storage)
    }

    @discardableResult
    func signIn(
        password: String = FakeBank.password,
        code: String = FakeBank.code
    ) async -> SignInOutcome {
        await client.signIn(user: "asha", password: secret(password), code: secret(code))
    }

    /// Signs in and applies the feed up to its head.
    func ready() async throws {
        let outcome = await signIn()
        guard case .signedIn = outcome else {
            Issue.record("sign-in ended with \(outcome)")
            return
        }
        try await synchronise()
    }

    /// Does the feed's work until it would wait for news.
    func synchronise() async throws {
        for _ in 0..<100 {
            switch await client.nextWork {
            case .request(_, let wait) where wait > 0: return
            case .pause, .listen, nil: return
            default: _ = await client.stepFeed()
            }
        }
        Issue.record("the feed has no end")
    }

    /// Does the feed's work, its pauses cut short, until it waits for what a test has to bring about.
    func runUntilWait(
        stepLimit: Int,
        beforeEach look: () async throws -> Void = {}
    ) async throws {
        for _ in 0..<stepLimit {
            try await look()
            switch await client.nextWork {
            case .pause: await client.advance(.pauseEnded)
            case .request(_, let wait) where wait > 0: return
            case .listen, nil: return
            default: _ = await client.stepFeed()
            }
        }
    }

    /// Does the feed's work until a comparison is next, the pause before it cut short.
    func runUntilComparison() async throws {
        clock.advance(milliseconds: SyncMachine.comparePauseSeconds * 1_000)
        await client.advance(.refreshAsked)
        for _ in 0..<60 {
            if case .compare? = await client.nextWork { return }
            _ = await client.stepFeed()
        }
        Issue.record("no comparison was due")
    }

    /// Has the bank answer the next comparison only when the session that asked is over and another
    /// has begun.
    func compareAcrossSessions() async throws {
        try await runUntilComparison()
        await bank.beforeComparing {
            await client.signOut()
            await signIn()
        }
        let number = await client.opened?.number
        _ = await client.stepFeed()
        #expect(await client.opened?.number != number)
    }

    /// Checks the whole record; it has to fit into one step.
    func checkRecord() async throws {
        let session = try #require(await client.opened)
        await withTaskGroup { group in
            group.addTask { await client.checkRecord(session) }
            await clock.untilSomebodySleeps(milliseconds: 10)
            clock.advance(milliseconds: 10)
            await group.waitForAll()
        }
    }

    /// Asks for news at once and applies them.
    func refresh() async throws {
        await client.refresh()
        try await synchronise()
    }

    /// Tries what waits in the outbox once.
    func drain() async throws {
        _ = await client.drain(try #require(await client.opened))
    }

    func review(_ amount: Int64, to: AccountID = FakeLedger.payee) async throws -> TransferReview {
        let outcome = await client.review(
            TransferDraft(
                from: FakeLedger.savings,
                to: to,
                amount: Money(minorUnits: amount, currency: FakeLedger.currency),
                reference: "Rent"
            )
        )
        guard case .review(let review) = outcome else {
            throw TestFailure("the draft ended with \(outcome)")
        }
        return review
    }

    func authorise(_ amount: Int64, code: String = FakeBank.code) async throws -> TransferOutcome {
        await client.authorise(try await review(amount), code: secret(code))
    }

    func savings() async throws -> AccountSummary {
        let accounts = try await client.accounts()
        return try #require(accounts.first { $0.record.accountID == FakeLedger.savings })
    }

    func records() async throws -> InMemoryRecordStore {
        try #require(await client.opened?.records as? InMemoryRecordStore)
    }
}

/// A failure of the test's own making.
struct TestFailure: Error {
    let sentence: String

    init(_ sentence: String) {
        self.sentence = sentence
    }
}

func secret(_ text: String) -> SharedSecret {
    let secret = SharedSecret(capacity: max(text.utf8.count, 1))
    for byte in text.utf8 { secret.append(byte) }
    return secret
}

extension TransferOutcome {
    var isPosted: Bool { if case .posted = self { true } else { false } }
    var isQueued: Bool { if case .queued = self { true } else { false } }
}
