@testable import ClientService
import CoreVocabulary
import SyncCore
import Testing
import WireProtocol

// Goal: no lease and no time that a bank names falsely once ends a session, or keeps figures from being
// live.
// Method: one answer with other times than the bank's; all later ones are right.

@Suite("A lease or a time that was false once")
struct FalseLeaseTests {
    private static let start = VirtualClock.start
    private static let leaseSeconds: Int64 = 86_400
    private static let leaseEnd = start.adding(seconds: leaseSeconds)

    /// Times that no bank has in one answer.
    private static let impossible = [
        FalseTimes(leaseEndsAt: leaseEnd, serverTime: .latestOfMessage),
        FalseTimes(leaseEndsAt: leaseEnd, serverTime: .epoch),
        FalseTimes(leaseEndsAt: .epoch, serverTime: start),
        FalseTimes(leaseEndsAt: start, serverTime: start),
        FalseTimes(leaseEndsAt: .latestOfMessage, serverTime: start),
        FalseTimes(
            leaseEndsAt: start.adding(seconds: LeaseTerm.limitSeconds + 1),
            serverTime: start
        ),
    ]

    /// How many years a bank's clock is off that fits its lease.
    private static let yearsOff: [Int64] = [-10, 10]

    private static func fitting(yearsOff: Int64) -> FalseTimes {
        let time = start.adding(seconds: yearsOff * 365 * 86_400)
        return FalseTimes(leaseEndsAt: time.adding(seconds: leaseSeconds), serverTime: time)
    }

    /// Notes a failure unless the session goes on and its figures are live.
    private func expectLive(_ console: Console) async throws {
        let session = try #require(await console.client.opened)
        #expect(await console.client.isLeaseOver(session) == false)
        guard case .live = try await console.savings().balance.freshness else {
            Issue.record("the figures are not live")
            return
        }
    }

    // Symptom: after one false time figures were never live again, and after a lease that was over
    // they stayed on the screen for minutes. Cause: a lease that no bank grants was taken.
    @Test(
        "an answer to begin-sync with an impossible lease is asked for again",
        arguments: impossible
    )
    func begins(times: FalseTimes) async throws {
        let branch = Branch()
        let client = branch.console.client
        await branch.console.signIn()
        await branch.desk.tellOnce(times)
        try await branch.console.synchronise()
        guard case .pause? = await client.nextWork else {
            throw TestFailure("it is not waited for")
        }
        #expect(await client.status().cause == .answerUnreadable)
        #expect(try await client.syncReport().leaseEndsAt == Self.leaseEnd)
        await client.advance(.pauseEnded)
        try await branch.console.synchronise()
        try await expectLive(branch.console)
        #expect(await client.status().cause == nil)
    }

    @Test(
        "a renewal with an impossible lease is asked for again, as the same",
        arguments: impossible
    )
    func renews(times: FalseTimes) async throws {
        let branch = Branch()
        let client = branch.console.client
        try await branch.console.ready()
        let session = try #require(await client.opened)
        let tokens = try #require(session.tokens)
        await branch.desk.tellOnce(times)
        let renewal = await client.renew(session.number, insteadOf: tokens.access)
        guard case .notNow(.answerUnreadable) = renewal else { throw TestFailure("it was taken") }
        #expect(try await client.syncReport().leaseEndsAt == Self.leaseEnd)
        let next = await client.renew(session.number, insteadOf: tokens.access)
        guard case .renewed = next else { throw TestFailure("it was not asked for again") }
        let asked = await branch.bank.renewalRequests
        #expect(asked.count == 2)
        #expect(asked.first?.nonce == asked.last?.nonce)
        try await expectLive(branch.console)
    }

    // Symptom: "This console's offline copy has expired." right after a sign-in, and the session that
    // was just begun went on at the bank.
    @Test(
        "a sign-in with an impossible lease is a failure, and the session is ended",
        arguments: impossible
    )
    func signsIn(times: FalseTimes) async throws {
        let branch = Branch()
        await branch.desk.tellOnce(times)
        #expect(await branch.console.signIn() == .failed)
        #expect(await branch.bank.requests.last == .signOut)
        #expect(await branch.console.client.opened == nil)
        #expect(await branch.console.client.status().notice != .leaseEnded)
        #expect(try await branch.noted().isEmpty)
        try await branch.console.ready()
        try await expectLive(branch.console)
    }

    // Symptom: the session was over at the next answer, or had a lease for years. Cause: its end was
    // held against a time that another answer named.
    @Test("a clock that was false for one answer ends and lengthens no lease", arguments: yearsOff)
    func falseClock(years: Int64) async throws {
        let branch = Branch()
        await branch.console.signIn()
        await branch.desk.tellOnce(Self.fitting(yearsOff: years))
        try await branch.console.synchronise()
        try await expectLive(branch.console)
        branch.clock.advance(milliseconds: Self.leaseSeconds * 1_000)
        let session = try #require(await branch.console.client.opened)
        #expect(await branch.console.client.isLeaseOver(session) == true)
    }

    @Test("a false time in an answer with news ends no lease")
    func news() async throws {
        let branch = Branch()
        try await branch.console.ready()
        await branch.desk.tellNewsTimeOnce(.latestOfMessage)
        try await branch.console.refresh()
        try await expectLive(branch.console)
        try await branch.console.refresh()
        try await expectLive(branch.console)
    }

    @Test("after a bank's clock was ahead for one answer, the offline copy opens")
    func offline() async throws {
        let branch = Branch()
        await branch.console.signIn()
        await branch.desk.tellOnce(Self.fitting(yearsOff: 10))
        try await branch.console.synchronise()
        let session = try #require(await branch.console.client.opened)
        let tokens = try #require(session.tokens)
        _ = await branch.console.client.renew(session.number, insteadOf: tokens.access)
        await branch.console.client.signOut()
        let again = branch.restarted().console.client
        let outcome = await again.openOffline(user: "asha", password: secret(FakeBank.password))
        guard case .opened(_, let end) = outcome else {
            throw TestFailure("it ended with \(outcome)")
        }
        #expect(end == Self.leaseEnd)
    }

    @Test("what is live and the session end with the same lease")
    func oneEnd() async throws {
        let console = Console()
        await console.bank.setLease(seconds: 2)
        try await console.ready()
        console.clock.advance(milliseconds: 1_999)
        try await expectLive(console)
        console.clock.advance(milliseconds: 2)
        let session = try #require(await console.client.opened)
        #expect(await console.client.isLeaseOver(session) == true)
        guard case .cached = try await console.savings().balance.freshness else {
            throw TestFailure("the figures are live beyond the lease")
        }
    }

    @Test("a lease goes for more than nothing and for 30 days at most")
    func terms() {
        let longest = Self.start.adding(seconds: LeaseTerm.limitSeconds)
        let next = Instant(nanosecondsSinceEpoch: Self.start.nanosecondsSinceEpoch + 1)
        let beyond = Instant(nanosecondsSinceEpoch: longest.nanosecondsSinceEpoch + 1)
        #expect(LeaseTerm(endsAt: Self.start, serverTime: Self.start) == nil)
        #expect(LeaseTerm(endsAt: next, serverTime: Self.start) != nil)
        #expect(LeaseTerm(endsAt: longest, serverTime: Self.start) != nil)
        #expect(LeaseTerm(endsAt: beyond, serverTime: Self.start) == nil)
        #expect(LeaseTerm(endsAt: .latestOfMessage, serverTime: .epoch) == nil)
    }
}
