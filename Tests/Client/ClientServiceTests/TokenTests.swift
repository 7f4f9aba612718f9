@testable import ClientService
import CoreVocabulary
import IdentityCore
import SyncCore
import Testing
import WireProtocol

// Goal: nobody notices that tokens end, nothing is asked for twice, and a lost answer costs nothing.
// Method: a bank whose tokens end as the test says, over a line that loses answers.

@Suite struct TokenTests {
    @Test("a request that meets the token's end renews and is repeated once with the next token")
    func renewedAndRepeated() async throws {
        let console = Console()
        try await console.ready()
        await console.bank.endTokens()
        try await console.refresh()
        #expect(await console.bank.renewalRequests.count == 1)
        #expect(await console.client.status().link == .up)
        #expect(await console.client.opened != nil)
    }

    @Test("a transfer that meets the token's end is posted once, under its one key")
    func transferRepeated() async throws {
        let console = Console()
        try await console.ready()
        let review = try await console.review(500)
        await console.bank.endTokens()
        let outcome = await console.client.authorise(review, code: secret(FakeBank.code))
        #expect(outcome.isPosted)
        #expect(await console.ledger.postCount == 1)
        #expect(Set(await console.bank.submittedKeys) == [review.reviewed.intentKey])
    }

    @Test("a lost answer to a renewal is asked for again with the same nonce, and found")
    func lostRenewal() async throws {
        let console = Console()
        try await console.ready()
        await console.bank.endTokens()
        // The request, then the renewal whose answer is lost.
        await console.bank.setLine([.up, .losesReply], then: .up)
        try await console.refresh()
        #expect(await console.client.status().link != .up)
        try await console.refresh()
        #expect(await console.client.status().link == .up)
        let requests = await console.bank.renewalRequests
        #expect(requests.count == 2)
        #expect(Set(requests).count == 1)
        #expect(requests.first?.nonce.count == RenewRequest.nonceByteCount)
    }

    @Test("each refresh token has a nonce of its own")
    func freshNonce() async throws {
        let console = Console()
        try await console.ready()
        for _ in 0..<3 {
            await console.bank.endTokens()
            try await console.refresh()
        }
        let requests = await console.bank.renewalRequests
        #expect(Set(requests.map(\.refresh)).count == 3)
        #expect(Set(requests.map(\.nonce)).count == 3)
    }

    @Test("tasks that need a token at once share one renewal")
    func sharedRenewal() async throws {
        let console = Console()
        try await console.ready()
        await console.bank.endTokens()
        let client = console.client
        let session = try #require(await client.opened)
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask { _ = await client.ask(.sessions, session, limitMilliseconds: 1_000) }
            }
        }
        #expect(await console.bank.renewalRequests.count == 1)
    }

    @Test("a renewal that the bank refuses ends the session, and the queue stays")
    func refusedRenewal() async throws {
        let console = Console()
        try await console.ready()
        await console.bank.setLine(then: .down)
        #expect(try await console.authorise(500).isQueued)
        await console.bank.setLine(then: .up)
        await console.bank.setProblem(.sessionEnded)
        let tokens = try #require(await console.client.opened?.tokens)
        let number = try #require(await console.client.opened?.number)
        guard case .ended = await console.client.renew(number, insteadOf: tokens.access) else {
            Issue.record("the session went on")
            return
        }
        #expect(await console.client.opened == nil)
        await console.bank.setProblem(nil)
        try await console.ready()
        #expect(try await console.client.outbox().map(\.state) == [.queued])
    }

    @Test("a renewal that gets no answer ends nothing")
    func unansweredRenewal() async throws {
        let console = Console()
        try await console.ready()
        let tokens = try #require(await console.client.opened?.tokens)
        let number = try #require(await console.client.opened?.number)
        for line: FakeBank.Line in [.down, .losesRequest, .losesReply] {
            await console.bank.setLine([line], then: .up)
            guard case .notNow = await console.client.renew(number, insteadOf: tokens.access)
            else {
                Issue.record("the renewal was answered")
                return
            }
        }
        #expect(await console.client.opened?.tokens?.access == tokens.access)
    }

    @Test("a token is renewed ahead of its end, counted by the steady clock from the question")
    func aheadOfTheEnd() {
        let server = VirtualClock.start
        let asked = Instant(secondsSinceEpoch: 50)
        func held(lifeSeconds: Int64) -> HeldTokens {
            HeldTokens(
                SessionTokens(
                    access: [1],
                    accessEndsAt: server.adding(seconds: lifeSeconds),
                    refresh: [2],
                    idleEndsAt: server
                ),
                askedAt: asked,
                serverTime: server
            )
        }
        #expect(held(lifeSeconds: 600).endsAt == asked.adding(seconds: 600))
        #expect(held(lifeSeconds: 600).renewsAt == asked.adding(seconds: 540))
        #expect(held(lifeSeconds: 40).renewsAt == asked.adding(seconds: 30))
        for life: Int64 in [-5, 0, 9] {
            #expect(held(lifeSeconds: life).endsAt == asked.adding(seconds: 10))
            #expect(held(lifeSeconds: life).renewsAt > asked.adding(seconds: 7))
        }
    }

    @Test("run renews before anybody meets the end")
    func runRenews() async throws {
        let console = Console()
        await console.bank.setAccessLife(seconds: 600)
        await console.signIn()
        await withTaskGroup { group in
            group.addTask { await console.client.run() }
            await console.clock.untilSomebodySleeps(milliseconds: 540_001)
            console.clock.advance(milliseconds: 540_001)
            // It sleeps again, for as long, when there is another token.
            await console.clock.untilSomebodySleeps(milliseconds: 540_001)
            group.cancelAll()
        }
        let problems = await console.bank.renewalRequests
        #expect(problems.count == 1)
    }

    @Test("the reason for which the line failed is told while it is down, and not after")
    func causes() async throws {
        let console = Console()
        try await console.ready()
        #expect(await console.client.status().cause == nil)
        await console.bank.setLine(then: .down)
        try await console.refresh()
        #expect(await console.client.status().cause == .lineDown)
        #expect(try await console.client.syncReport().cause == .lineDown)
        await console.bank.setLine(then: .up)
        try await console.refresh()
        #expect(await console.client.status().cause == nil)
        let report = try await console.client.syncReport()
        #expect(report.channel == .polling)
        #expect(report.cursor == report.head)
        #expect(report.comparedAt == VirtualClock.start)
        #expect(report.leaseEndsAt == VirtualClock.start.adding(seconds: 86_400))
    }
}
