@testable import ClientService
import ClientStorageMemory
import CoreVocabulary
import SyncCore
import Testing

// Goal: a word of the bank that was false once, a head or a time, does no harm once it says otherwise.
// Method: a bank that names a head which nothing leads to, or whose clock runs ahead for a while.

@Suite("A word of the bank that was false once")
struct FalseWordTests {
    private static let aheadSeconds: Int64 = 600
    private static let ahead = VirtualClock.start.adding(seconds: aheadSeconds)

    /// A console of a bank whose clock ran ahead when it answered last, and is right again.
    private func misled() async throws -> Console {
        let console = Console()
        try await console.ready()
        console.clock.setWall(back: -Self.aheadSeconds)
        try await console.refresh()
        #expect(try await console.savings().balance.freshness == .live(asOf: Self.ahead))
        return console
    }

    // Symptom: after one false head the feed was asked for without a pause until the session ended.
    @Test("after a false head the bank is asked once more, after a pause, and all is live again")
    func head() async throws {
        let console = Console()
        try await console.ready()
        let count = await console.bank.feedRequestCount
        await console.bank.nameHeadOnce(Cursor(epoch: 1, feedSequence: .max))
        try await console.refresh()
        guard case .pause? = await console.client.nextWork else {
            throw TestFailure("it is not waited for")
        }
        #expect(
            try await console.savings().balance.freshness == .cached(asOf: VirtualClock.start)
        )
        await console.client.advance(.pauseEnded)
        try await console.synchronise()
        #expect(await console.bank.feedRequestCount == count + 2)
        #expect(try await console.savings().balance.freshness == .live(asOf: VirtualClock.start))
    }

    // Symptom: rows said "as of 10:22" at 04:22, and so they did after the next sign-in.
    @Test("when the bank's clock is right again, so are the times of all that is shown")
    func time() async throws {
        let console = try await misled()
        console.clock.setWall(back: Self.aheadSeconds)
        try await console.refresh()
        #expect(try await console.savings().balance.freshness == .live(asOf: VirtualClock.start))
        await console.bank.setLine(then: .down)
        try await console.refresh()
        #expect(await console.client.status().link == .down(lastContact: VirtualClock.start))
    }

    @Test("a time that is still to come is told by no later session, nor by the offline copy")
    func laterSession() async throws {
        let console = try await misled()
        await console.client.signOut()
        console.clock.setWall(back: Self.aheadSeconds)
        let again = console.restarted()
        await again.signIn()
        let start = Freshness.cached(asOf: VirtualClock.start)
        #expect(try await again.savings().balance.freshness == start)
        try await again.synchronise()
        // Written while the session goes on: it may end with the power.
        #expect(try await again.records().state().confirmedAt == VirtualClock.start)
        await again.client.signOut()
        let offline = again.restarted()
        _ = await offline.client.openOffline(user: "asha", password: secret(FakeBank.password))
        #expect(try await offline.savings().balance.freshness == start)
    }

    @Test("both sides were last compared when they were compared last")
    func comparison() async throws {
        let console = Console()
        try await console.ready()
        let pause = SyncMachine.comparePauseSeconds
        console.clock.setWall(back: -Self.aheadSeconds)
        try await console.runUntilComparison()
        try await console.synchronise()
        #expect(
            try await console.client.syncReport().comparedAt == Self.ahead.adding(seconds: pause)
        )
        console.clock.setWall(back: Self.aheadSeconds)
        try await console.runUntilComparison()
        try await console.synchronise()
        let last = VirtualClock.start.adding(seconds: 2 * pause)
        #expect(try await console.client.syncReport().comparedAt == last)
        #expect(try await console.records().state().comparedAt == last)
    }
}
