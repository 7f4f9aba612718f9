@testable import ClientService
import CoreVocabulary
import IdentityCore
import Testing
import WireProtocol

/// Goal: a console's reckoning of the bank's time is never ahead of it, and follows the bank's
/// clock when that is set.
///
/// Symptom: after the bank's clock had been set back, each code that was typed claimed a time that was
/// still to come, until the user signed in anew. Cause: the bank's time was reckoned from the sign-in
/// alone.
/// Method: answers that agree with the reckoning and answers that do not; a console whose bank has its
/// clock set.
struct BankReckoningTests {
    private static let start = Instant(secondsSinceEpoch: 1_790_000_000)

    private static func boottime(_ seconds: Int64) -> Instant {
        Instant(nanosecondsSinceEpoch: seconds * Instant.nanosecondsPerSecond)
    }

    @Test(
        "an answer is believed where the reckoning cannot be right beside it",
        arguments: [
            // Seconds from the reckoned time to the one in the answer, and whether it is believed. The
            // question was asked four seconds ago.
            (0, false), (-3, false), (-4, false), (-5, true), (1, true), (-7_200, true),
            (7_200, true),
        ] as [(Int64, Bool)]
    )
    func hears(secondsAhead: Int64, isBelieved: Bool) {
        var reckoning = BankReckoning(from: Self.start, atBoottime: Self.boottime(100))
        let now = Self.boottime(160)
        let reckoned = Self.start.adding(seconds: 60)
        #expect(reckoning.time(atBoottime: now) == reckoned)
        let named = reckoned.adding(seconds: secondsAhead)
        reckoning.hear(named, askedAt: Self.boottime(156), atBoottime: now)
        #expect(reckoning.time(atBoottime: now) == (isBelieved ? named : reckoned))
        let later = reckoning.time(atBoottime: Self.boottime(170))
        #expect(later == (isBelieved ? named : reckoned).adding(seconds: 10))
    }

    @Test("no time that a bank names, and no clock that goes back, overflows")
    func extremes() {
        let last = Instant(nanosecondsSinceEpoch: .max)
        var reckoning = BankReckoning(from: last, atBoottime: Self.boottime(100))
        #expect(reckoning.time(atBoottime: Self.boottime(200)) == last)
        #expect(reckoning.time(atBoottime: Self.boottime(1)) == last)
        let first = Instant(nanosecondsSinceEpoch: .min)
        reckoning.hear(first, askedAt: Self.boottime(190), atBoottime: Self.boottime(200))
        #expect(reckoning.time(atBoottime: Self.boottime(200)) == first)
    }

    @Test(
        "a code that is typed after the bank's clock was set claims the bank's time",
        arguments: [7_200, -7_200] as [Int64]
    )
    func claims(secondsBack: Int64) async throws {
        let console = Console()
        try await console.ready()
        // The clock of the bank is the wall clock; the console reckons with the steady one.
        console.clock.setWall(back: secondsBack)
        await console.bank.endTokens()
        try await console.refresh()
        let outcome = try await console.authorise(2_500)
        #expect(outcome.isPosted)
        let claims = await console.bank.requests.flatMap(\.submitted).map(\.claimedAt)
        #expect(claims == [console.clock.now()])
    }

    @Test(
        "a transfer bears the bank's day and time, whatever this machine's clock says",
        arguments: [86_400, -86_400] as [Int64]
    )
    func wallClockOff(secondsBack: Int64) async throws {
        let console = Console()
        // What ends by the machine's clock is not what this is about.
        await console.bank.setAccessLife(seconds: 400_000)
        await console.bank.setLease(seconds: 400_000)
        try await console.ready()
        console.clock.setWall(back: secondsBack)
        let bankTime = VirtualClock.start
        let review = try await console.review(2_500)
        #expect(review.reviewed.valueDate == ZoneOffset.india.date(of: bankTime))
        #expect(review.reviewed.valueDate != ZoneOffset.india.date(of: console.clock.now()))
        let outcome = await console.client.authorise(review, code: secret(FakeBank.code))
        #expect(outcome.isPosted)
        let claims = await console.bank.requests.flatMap(\.submitted).map(\.claimedAt)
        #expect(claims == [bankTime])
    }
}
