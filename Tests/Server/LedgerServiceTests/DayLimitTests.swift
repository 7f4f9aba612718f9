import BankTestKit
import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore
import Testing
import WireProtocol

/// Goal: nobody moves more in a day than their role may, and an entry says when staff made it.
///
/// Symptom: a teller moved any customer's money without a limit, and the customer's entry looked as
/// if the customer had.
/// Method: small limits, transfers up to them and one more.
struct DayLimitTests {
    private static func configuration(_ limits: [Role: Int64]) -> BankConfiguration {
        var configuration = BankConfiguration.forTests
        configuration.dayLimits = DayLimits(
            limits.mapValues { [Money(minorUnits: $0, currency: .indianRupee)] }
        )
        return configuration
    }

    private static func order(_ minorUnits: Int64) -> TestSession.Order {
        var order = TestSession.Order()
        order.from = "savings"
        order.to = "current"
        order.payeeName = "Asha Kulkarni"
        order.minorUnits = minorUnits
        return order
    }

    @Test("a role moves as much in a day as it may, over all accounts, and again the next day")
    func perDay() async throws {
        let configuration = Self.configuration([.teller: 100_000, .customer: 30_000])
        let bank = try await TestBank.open(configuration: configuration)
        let tara = try await bank.signIn("tara")
        #expect(try await tara.submit(Self.order(60_000)).isPosted)
        var back = Self.order(40_000)
        (back.from, back.to) = ("current", "savings")
        #expect(try await tara.submit(back).isPosted)
        let refused = try await tara.submit(Self.order(1))
        #expect(refused.refusalCode == RefusalCode.overDayLimit.rawValue)
        // Each user for themselves, by the limit of their role.
        let asha = try await bank.signIn("asha")
        #expect(try await asha.submit(Self.order(30_000)).isPosted)
        let second = try await asha.submit(Self.order(1))
        #expect(second.refusalCode == RefusalCode.overDayLimit.rawValue)
        let tomorrow = try #require(ZoneOffset.india.date(of: bank.clock.now()).adding(days: 1))
        let untilTomorrow = ZoneOffset.india.startOfDay(tomorrow).seconds(since: bank.clock.now())
        bank.clock.advance(seconds: untilTomorrow)
        let next = try await bank.signIn("tara")
        #expect(try await next.submit(Self.order(100_000)).isPosted)
        #expect(try await bank.store.check() == nil)
    }

    @Test("what was moved today is remembered over a restart, and refusals do not count")
    func restart() async throws {
        let configuration = Self.configuration([.teller: 100_000])
        let bank = try await TestBank.open(configuration: configuration)
        let tara = try await bank.signIn("tara")
        var poor = Self.order(90_000)
        poor.from = "current"
        poor.to = "stranger"
        #expect(try await tara.submit(poor).isPosted == false)
        #expect(try await tara.submit(Self.order(99_999)).isPosted)
        let reopened = try await bank.reopened()
        let again = try await reopened.signIn("tara")
        let over = try await again.submit(Self.order(2))
        #expect(over.refusalCode == RefusalCode.overDayLimit.rawValue)
        #expect(try await again.submit(Self.order(1)).isPosted)
    }

    @Test("an entry that staff made says so, to the bank by name and to the customer by a word")
    func maker() async throws {
        let bank = try await TestBank.open()
        let tara = try await bank.signIn("tara")
        #expect(try await tara.submit(Self.order(60_000)).isPosted)
        let asha = try await bank.signIn("asha")
        #expect(try await asha.submit(Self.order(50_000)).isPosted)
        let entries = try await asha.feed().changes.entries.suffix(4)
        #expect(entries.map(\.isMadeByStaff) == [true, true, false, false])
        let makers = try await bank.store.read { reader in
            try entries.map { try reader.transfer($0.transferID)?.makerID }
        }
        let teller = try bank.user("tara")
        #expect(makers == [teller, teller, nil, nil])
        #expect(try await bank.store.check() == nil)
    }
}

extension IntentReply {
    /// Whether the transfer was decided now, and money moved.
    fileprivate var isPosted: Bool {
        guard case .created(let decision) = self, case .posted = decision.outcome else {
            return false
        }
        return true
    }
}
