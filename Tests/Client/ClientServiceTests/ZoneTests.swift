@testable import ClientService
import CoreVocabulary
import IdentityCore
import SyncCore
import Testing

// Goal: a console counts days where its bank counts them, with the bank and without it.
// Method: banks with other offsets than the console was made with, at times at which it is another
// day there: 22:43 UTC is the day after in India, and 23:57 of the same one 74 minutes east of UTC.

@Suite struct ZoneTests {
    /// 30 November 2026, 22:43 UTC.
    private static let night = Instant(secondsSinceEpoch: 1_796_078_580)
    private static let east = ZoneOffset(minutesEastOfUTC: 74)
    private static let november = StatementMonth(year: 2026, month: 11)
    private static let december = StatementMonth(year: 2026, month: 12)

    /// A console with an entry of this night, before somebody signs in.
    private func console(_ zone: ZoneOffset?, hoursBefore: Int64 = 0) async -> Console {
        let console = Console(bookedAt: Self.night)
        let seconds = Self.night.seconds(since: VirtualClock.start) - hoursBefore * 3_600
        console.clock.advance(milliseconds: seconds * 1_000)
        await console.bank.setZone(zone)
        return console
    }

    /// Loses the bank and finds it again.
    private func reconnect(_ console: Console) async throws {
        await console.bank.setLine(then: .down)
        try await console.refresh()
        await console.bank.setLine(then: .up)
        await console.client.advance(.pauseEnded)
        try await console.synchronise()
    }

    private func valueDay(_ console: Console) async throws -> String {
        try await console.review(2_500).reviewed.valueDate.description
    }

    private func months(_ console: Console) async throws -> [StatementMonth] {
        try await console.client.statementMonths(of: FakeLedger.savings)
    }

    // Symptom: three minutes before midnight at the bank a transfer got the next day as value date; at
    // a bank whose day is ahead of India's it got the day before, and was refused. Cause: consoles
    // counted days in India, whatever the bank's setting said.
    @Test(
        "a transfer gets the bank's own day as value date",
        arguments: [
            (74, 0, "2026-11-30"), (-840, 0, "2026-11-30"), (330, 0, "2026-12-01"),
            // 10:43 UTC: past midnight at the bank, and not in India.
            (840, 12, "2026-12-01"), (330, 12, "2026-11-30"),
        ] as [(Int, Int64, String)]
    )
    func valueDate(minutes: Int, hoursBefore: Int64, day: String) async throws {
        let zone = try #require(ZoneOffset(minutesEastOfUTC: minutes))
        let console = await console(zone, hoursBefore: hoursBefore)
        try await console.ready()
        #expect(try await valueDay(console) == day)
    }

    @Test("the bank's own day counts from the sign-in on, before it was asked how to synchronise")
    func fromSignIn() async throws {
        let first = await console(nil)
        try await first.ready()
        await first.client.signOut()
        await first.bank.setZone(Self.east)
        let console = first.restarted()
        guard case .signedIn(let user) = await console.signIn() else {
            Issue.record("nobody is signed in")
            return
        }
        #expect(user.zone == Self.east)
        #expect(await console.client.status().zone == Self.east)
        #expect(try await valueDay(console) == "2026-11-30")
    }

    @Test("a statement has the months of the bank, and the entries of the month there")
    func statements() async throws {
        let console = await console(Self.east)
        try await console.ready()
        #expect(try await months(console) == [Self.november])
        let statement = try await console.client.statement(
            of: FakeLedger.savings,
            month: Self.november
        )
        #expect(statement.places.count == 1)
    }

    /// What the listener is told while the console finds a bank that says this.
    private func news(of zone: ZoneOffset?, _ console: Console) async throws -> [ClientEvent] {
        await console.bank.setZone(zone)
        let events = await console.client.events()
        try await reconnect(console)
        _ = await console.client.events()
        var seen: [ClientEvent] = []
        for await event in events { seen.append(event) }
        return seen
    }

    @Test("a changed offset counts from the next connection on")
    func changed() async throws {
        let console = await console(.india)
        try await console.ready()
        #expect(try await valueDay(console) == "2026-12-01")
        await console.bank.setZone(Self.east)
        try await reconnect(console)
        #expect(await console.client.status().zone == Self.east)
        #expect(try await valueDay(console) == "2026-11-30")
        #expect(try await months(console) == [Self.november])
    }

    @Test("of a changed offset the listener is told, and of one that stays it is not")
    func changeIsTold() async throws {
        let console = await console(.india)
        try await console.ready()
        #expect(try await !news(of: .india, console).contains(.recordsChanged))
        #expect(try await news(of: Self.east, console).contains(.recordsChanged))
        #expect(await console.client.isStatusStale)
    }

    @Test("a bank that does not say it is taken to count days where the console was made for")
    func notTold() async throws {
        let console = await console(nil)
        try await console.ready()
        #expect(await console.client.status().zone == nil)
        #expect(try await valueDay(console) == "2026-12-01")
        #expect(try await months(console) == [Self.december])
    }

    @Test("what the bank said stays where it does not say it again")
    func notToldAgain() async throws {
        let console = await console(Self.east)
        try await console.ready()
        await console.bank.setZone(nil)
        try await reconnect(console)
        #expect(await console.client.status().zone == Self.east)
        #expect(try await valueDay(console) == "2026-11-30")
    }
}

/// Goal: the offline copy counts days as the bank did when it last answered.
///
/// Method: leases of consoles that were told it, told anew, or never told; bytes of both forms.
@Suite struct LeaseZoneTests {
    private static let east = ZoneOffset(minutesEastOfUTC: 74)

    /// What is open without the bank, after a session in which it said this and then that.
    private func offline(_ first: ZoneOffset?, _ then: ZoneOffset?) async throws -> Console {
        let console = Console()
        await console.bank.setZone(first)
        guard case .signedIn = await console.signIn() else {
            throw TestFailure("nobody is signed in")
        }
        await console.bank.setZone(then)
        try await console.synchronise()
        await console.bank.setLine(then: .down)
        await console.client.signOut()
        let copy = console.restarted()
        let outcome = await copy.client.openOffline(
            user: "asha",
            password: secret(FakeBank.password)
        )
        guard case .opened(let user, _) = outcome else { throw TestFailure("\(outcome)") }
        #expect(user.zone == (then ?? first))
        return copy
    }

    @Test(
        "the offline copy counts days where the bank did, as it said it last",
        arguments: [(74, 74), (330, 74), (74, nil)] as [(Int, Int?)]
    )
    func kept(first: Int, then: Int?) async throws {
        let copy = try await offline(
            ZoneOffset(minutesEastOfUTC: first),
            then.flatMap { ZoneOffset(minutesEastOfUTC: $0) }
        )
        #expect(await copy.client.status().zone == Self.east)
        #expect(await copy.client.zone == Self.east)
    }

    @Test("one of a bank that never said it counts them where the console was made for")
    func neverTold() async throws {
        let copy = try await offline(nil, nil)
        #expect(await copy.client.status().zone == nil)
        #expect(await copy.client.zone == .india)
    }

    private func facts(_ zone: ZoneOffset?) -> LeaseFacts {
        LeaseFacts(
            displayName: "Asha",
            role: "customer",
            sessionEndsAt: VirtualClock.start,
            leaseEndsAt: VirtualClock.start,
            serverTime: VirtualClock.start,
            zone: zone
        )
    }

    /// The facts as releases wrote them that did not know the offset.
    private var earlier: [UInt8] {
        var encoder = CanonicalEncoder()
        encoder.write("Asha")
        encoder.write("customer")
        for _ in 0..<3 { encoder.write(VirtualClock.start) }
        return encoder.bytes
    }

    @Test("a lease of an earlier release is read, and says nothing about the offset")
    func earlierForm() {
        #expect(LeaseFacts(earlier) == facts(nil))
        #expect(facts(nil).bytes == earlier)
    }

    @Test("a lease is read back with its offset, and not with one that no bank can have")
    func newForm() {
        for minutes in [-840, -1, 0, 74, 840] {
            let told = facts(ZoneOffset(minutesEastOfUTC: minutes))
            #expect(LeaseFacts(told.bytes) == told)
            #expect(told.zone != nil)
        }
        for minutes in [-841, 841, .min, .max] as [Int32] {
            var encoder = CanonicalEncoder()
            encoder.write(minutes)
            #expect(LeaseFacts(earlier + encoder.bytes) == nil)
        }
    }

    @Test("a lease that is cut within its offset, or goes on after it, is none")
    func cut() {
        let bytes = facts(Self.east).bytes
        for count in earlier.count + 1..<bytes.count {
            #expect(LeaseFacts(Array(bytes.prefix(count))) == nil)
        }
        #expect(LeaseFacts(bytes + [0]) == nil)
    }
}
