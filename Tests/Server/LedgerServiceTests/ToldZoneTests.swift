import BankTestKit
import CoreVocabulary
import LedgerService
import SyncCore
import Testing
import WireProtocol

/// Goal: consoles learn where the bank counts its days, and with that the day that it takes.
///
/// Method: banks with other offsets than India's, at a time at which it is another day there.
struct ToldZoneTests {
    private static func bank(_ minutes: Int) async throws -> TestBank {
        var configuration = BankConfiguration.forTests
        configuration.zone = try #require(ZoneOffset(minutesEastOfUTC: minutes))
        return try await TestBank.open(configuration: configuration)
    }

    @Test(
        "the bank says where it counts its days at each sign-in and each begin-sync",
        arguments: [330, 74, -840, 840]
    )
    func isTold(minutes: Int) async throws {
        let bank = try await Self.bank(minutes)
        let asha = try await bank.signIn("asha")
        #expect(asha.reply.zone?.minutesEastOfUTC == minutes)
        #expect(try await asha.begun(cursor: nil).zone?.minutesEastOfUTC == minutes)
    }

    // Symptom: at a bank whose day is ahead of India's each transfer was refused with number 6 from
    // afternoon on. Cause: the console had India's day for the value date, and was told no other.
    @Test("the day that the told offset gives is taken as value date, and the day before it is not")
    func isTheDayThatCounts() async throws {
        let bank = try await Self.bank(840)
        // 11:30 UTC: the evening of one day in India, the night of the next one at the bank.
        bank.clock.advance(seconds: 5 * 3_600)
        let asha = try await bank.signIn("asha")
        let zone = try #require(asha.reply.zone)
        let now = bank.clock.now()
        let ahead = zone.date(of: now).dayNumber - ZoneOffset.india.date(of: now).dayNumber
        #expect(ahead == 1)
        var order = TestSession.Order()
        let refused = try await asha.submit(order)
        #expect(refused.refusalCode == RefusalCode.valueDatePast.rawValue)
        order.days = Int(ahead)
        let posted = try await asha.submit(order)
        #expect(posted.refusalCode == nil)
        #expect(try await bank.balance("savings") == 9_975_000)
    }
}
