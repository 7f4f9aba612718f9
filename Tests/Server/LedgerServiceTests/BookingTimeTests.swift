import BankTestKit
import CoreVocabulary
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore
import Testing
import WireProtocol

/// Goal: no clock and no caller puts a time on the books that holds them up afterwards.
///
/// Symptom: one booking in the future, or one clock that ran ahead for a moment, and no hold could be
/// posted, voided or ended any more. Cause: booked time never runs backwards, so everything after it
/// bore that time, and holds were judged by it.
/// Method: clocks that are set, and books that another clock wrote.
struct BookingTimeTests {
    private static let day: Int64 = 86_400

    @Test("a booking in the future is refused, and so is an opening")
    func future() async throws {
        let bank = try await TestBank.open()
        let soon = bank.clock.now().adding(seconds: 1)
        let posting = try bank.posting("cash", "savings", 5)
        let late = Posting(
            journal: posting.journal,
            narratives: posting.narratives,
            bookedAt: soon
        )
        await #expect(throws: BankError.self) { _ = try await bank.bank.post([posting, late]) }
        #expect(try await bank.balance("savings") == 10_000_000)
        let account = NewAccount(
            opening: AccountOpening(
                id: AccountID(rawValue: 77),
                currency: .indianRupee,
                normalBalance: .credit,
                limits: .none
            ),
            profile: AccountProfile(number: "77", branchCode: "", holder: "H", product: "P"),
            openedAt: soon
        )
        await #expect(throws: BankError.self) { try await bank.bank.openAccount(account) }
        #expect(try await bank.bank.post([posting]) == [nil])
    }

    @Test("nothing is booked before the end of a hold that was booked last")
    func neverBackwards() async throws {
        let bank = try await TestBank.open()
        let pend = try bank.hold(seconds: 1)
        _ = try await bank.bank.post([pend])
        bank.clock.advance(seconds: 200)
        let expiredAt = bank.clock.now()
        #expect(try await bank.bank.expirePending() == 1)
        bank.clock.advance(seconds: -100)
        let next = try bank.posting("cash", "savings", 5)
        #expect(try await bank.bank.post([next]) == [nil])
        let record = try await bank.store.read { try $0.transfer(next.journal.transfers[0].id) }
        #expect(record?.bookedAt == expiredAt)
    }

    @Test("a clock that is set while the bank runs stops the writing, until it is set back")
    func jump() async throws {
        let bank = try await TestBank.open()
        for seconds in [Self.day, -2 * Self.day] {
            bank.clock.set(by: seconds)
            let posting = try bank.posting("cash", "savings", 5)
            await #expect(throws: BankError.self) { _ = try await bank.bank.post([posting]) }
            await #expect(throws: BankError.self) { _ = try await bank.bank.health() }
        }
        #expect(bank.log.entries.last?.event == .writesRefused)
        #expect(bank.log.entries.last?.text.contains("start the server again") == true)
        bank.clock.set(by: Self.day)
        _ = try await bank.bank.health()
        // A step of a time server is no alarm.
        bank.clock.set(by: 120)
        #expect(try await bank.bank.post([bank.posting("cash", "savings", 5)]) == [nil])
    }

    // Symptom: after a correction of the clock nobody could sign in until the operator accepted it.
    // Cause: the guard stood before every write, not before bookings.
    @Test("a wrong clock stops the bookings and keeps nobody out")
    func signsIn() async throws {
        let bank = try await TestBank.open()
        bank.clock.set(by: -Self.day)
        let posting = try bank.posting("cash", "savings", 5)
        await #expect(throws: BankError.self) { _ = try await bank.bank.post([posting]) }
        await #expect(throws: BankError.self) { _ = try await bank.bank.expirePending() }
        let asha = try await bank.signIn("asha")
        #expect(try await asha.feed().changes.isEmpty == false)
        try await bank.bank.addPayee(
            bank.account("stranger"),
            named: "Faiz",
            for: bank.user("rohan")
        )
        #expect(try await bank.store.check() == nil)
    }

    @Test("a customer is told to come again while the clock is wrong")
    func customer() async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        bank.clock.advance(seconds: 30)
        let request = try asha.request(asha.reviewed(TestSession.Order()))
        bank.clock.set(by: 400)
        let reply = try await asha.ask(.submitIntent(request))
        #expect(reply == .problem(Problem(code: .busy)))
    }

    @Test("books that are ahead of the clock are written once the operator has accepted it")
    func ahead() async throws {
        let bank = try await TestBank.open()
        let holds = try (0..<3).map { _ in try bank.hold(seconds: 3_600) }
        #expect(try await bank.bank.post(holds) == [nil, nil, nil])
        let tomorrow = bank.clock.now().adding(seconds: Self.day)
        // Another machine, or this one before it was set right, booked a day ahead.
        let ahead = bank.bank(with: TestClock(tomorrow))
        #expect(try await ahead.post([bank.posting("cash", "savings", 5)]) == [nil])

        let posting = try bank.posting("cash", "savings", 7)
        let error = await #expect(throws: BankError.self) {
            _ = try await bank.bank.post([posting])
        }
        #expect(error?.description.contains("--accept-clock") == true)
        try await bank.bank.acceptClock()
        let (post, void) = try (bank.end(of: holds[0], .post), bank.end(of: holds[1], .void))
        #expect(try await bank.bank.post([posting, post, void]) == [nil, nil, nil])
        bank.clock.advance(seconds: 3_600)
        #expect(try await bank.bank.expirePending() == 1)
        let record = try await bank.store.read { try $0.transfer(posting.journal.transfers[0].id) }
        #expect(record?.bookedAt == tomorrow)
        let actions = try await bank.store.read { reader in
            try reader.auditRows(after: 0, limit: 1_000).map(\.action)
        }
        #expect(actions.contains(.clockAccepted))
        #expect(try await bank.store.check() == nil)
    }

    @Test("after a longer pause than the bank ever makes, the operator confirms the clock first")
    func pause() async throws {
        var configuration = BankConfiguration.forTests
        configuration.longestPauseDays = 90
        let bank = try await TestBank.open(configuration: configuration)
        bank.clock.advance(seconds: 91 * Self.day)
        let posting = try bank.posting("cash", "savings", 7)
        let rested = bank.bank(with: bank.clock)
        let error = await #expect(throws: BankError.self) { _ = try await rested.post([posting]) }
        #expect(error?.code == .clockFarAheadOfBooks)
        try await rested.acceptClock()
        #expect(try await rested.post([posting]) == [nil])
        // And so does every start after it.
        let again = try bank.posting("cash", "savings", 8)
        #expect(try await bank.bank(with: bank.clock).post([again]) == [nil])
    }
}

extension TestBank {
    /// A hold on Asha's savings that ends some seconds from now.
    fileprivate func hold(seconds: Int64) throws -> Posting {
        let end = clock.now().adding(seconds: seconds)
        return try posting("savings", "cash", 100, kind: .pend(expiresAt: end))
    }

    /// How a hold ends.
    fileprivate enum End { case post, void }

    fileprivate func end(of hold: Posting, _ end: End) throws -> Posting {
        let id = hold.journal.transfers[0].id
        return try posting("savings", "cash", 100, kind: end == .post ? .post(id) : .void(id))
    }

    /// Another bank over the same books, under another clock.
    fileprivate func bank(with clock: TestClock) -> Bank {
        Bank(
            store: store,
            masterKey: masterKey,
            clock: clock,
            random: random,
            log: log,
            configuration: configuration
        )
    }
}
