@testable import ClientService
import CoreVocabulary
import SyncCore
import Testing
import WireProtocol

// Goal: a bank whose times contradict each other keeps no console from its news.
// Symptom: the console renewed its tokens 50 times a second, and nothing else got through.
// Cause: a token that ended before it was given was due at once, and so was the next.
// Method: tokens that are said to be over already, by a bank that takes them all the same.

@Suite(.timeLimit(.minutes(1))) struct FalseTimeTests {
    private static let falseEnds = [
        Instant.epoch, VirtualClock.start.adding(seconds: -5), VirtualClock.start,
    ]

    private static func payroll() -> FeedChange {
        .entry(
            FakeLedger.entry(
                FakeLedger.savings,
                50,
                after: (1, 100_000),
                transfer: 501,
                bookedAt: VirtualClock.start,
                "Payroll",
                "More"
            )
        )
    }

    @Test("a token is used though its end is over, and news gets through", arguments: falseEnds)
    func news(end: Instant) async throws {
        let branch = Branch()
        await branch.desk.setAccessEnd(end)
        try await branch.console.ready()
        await branch.bank.publish([Self.payroll()])
        for _ in 0..<5 { try await branch.console.refresh() }
        #expect(try await branch.console.savings().entryCount == 2)
        #expect(await branch.bank.renewalRequests.isEmpty)
    }

    @Test("the next tokens are asked for once in some seconds at most", arguments: falseEnds)
    func renewals(end: Instant) async throws {
        let branch = Branch()
        await branch.desk.setAccessEnd(end)
        await branch.console.signIn()
        await withTaskGroup { group in
            group.addTask { await branch.console.client.run() }
            // Three quarters of ten seconds.
            await branch.clock.untilSomebodySleeps(milliseconds: 7_501)
            branch.clock.advance(milliseconds: 7_501)
            await branch.clock.untilSomebodySleeps(milliseconds: 7_501)
            group.cancelAll()
        }
        #expect(await branch.bank.renewalRequests.count == 1)
    }

    @Test("the latest times that a message has overflow nothing")
    func latest() {
        func held(end: Instant, server: Instant, asked: Instant) -> HeldTokens {
            HeldTokens(
                SessionTokens(access: [1], accessEndsAt: end, refresh: [2], idleEndsAt: end),
                askedAt: asked,
                serverTime: server
            )
        }
        let last = Instant.latestOfMessage
        let asked = Instant(secondsSinceEpoch: 50)
        let longest = held(end: last, server: .epoch, asked: asked)
        #expect(
            longest.endsAt.nanosecondsSinceEpoch
                == last.nanosecondsSinceEpoch + asked.nanosecondsSinceEpoch
        )
        #expect(longest.renewsAt == longest.endsAt.adding(seconds: -60))
        let beyond = held(end: last, server: .epoch, asked: last.adding(seconds: 50))
        #expect(beyond.endsAt.nanosecondsSinceEpoch == .max)
        let shortest = held(end: .epoch, server: last, asked: asked)
        #expect(shortest.endsAt == asked.adding(seconds: 10))
    }
}
