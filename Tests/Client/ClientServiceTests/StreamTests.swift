@testable import ClientService
import CoreVocabulary
import Cryptography
import MoneyCore
import SyncCore
import Testing
import WireProtocol

// Goal: changes of a stream are shown, lost ones are fetched, and a stream is believed no longer
// than it lives.
// Method: a bank whose streams the test feeds, event by event.

@Suite struct StreamTests {
    private func listening(amounts: [Int64] = [100_000]) async throws -> Console {
        let console = Console(amounts: amounts)
        await console.bank.offerStreams()
        try await console.ready()
        return console
    }

    private func tell(_ console: Console, _ events: [StreamEvent]) async throws {
        let stream = try #require(await console.bank.streams.last)
        for event in events { stream.yield(event) }
    }

    /// Takes so many events of the stream, with all that they bring about.
    private func take(_ count: Int, _ console: Console) async throws {
        for _ in 0..<count {
            try #require(await console.client.nextWork == .listen)
            _ = await console.client.stepFeed()
            try await console.synchronise()
        }
    }

    private func payroll(after sequence: Int64, _ balance: Int64) -> FeedChange {
        .entry(
            FakeLedger.entry(
                FakeLedger.savings,
                50,
                after: (sequence, balance),
                transfer: UInt128(500 + sequence),
                bookedAt: VirtualClock.start,
                "Payroll",
                "More"
            )
        )
    }

    private func batch(_ console: Console, from start: Int) async -> FeedBatch {
        let head = await console.ledger.head
        let changes = await Array(console.ledger.changes[start...])
        return FeedBatch(changes: changes, cursor: head, head: head)
    }

    private func heartbeat(_ console: Console) async -> StreamEvent {
        .heartbeat(
            StreamHeartbeat(
                head: await console.ledger.head,
                serverTime: console.clock.now(),
                lifeMilliseconds: 15_000
            )
        )
    }

    @Test("where the line has streams news comes over one, after the record's cursor")
    func channel() async throws {
        let console = try await listening()
        #expect(try await console.client.syncReport().channel == .streaming)
        #expect(await console.bank.streamCursors == [await console.ledger.head])
        #expect(try await console.savings().balance.freshness == .live(asOf: VirtualClock.start))
    }

    // Symptom: the last contact stood still on the screen for as long as nothing else happened.
    @Test("a stream that only lives is a contact, and the listener is told of it once a minute")
    func contact() async throws {
        let console = try await listening()
        await console.client.emitStatus()
        for (seconds, isNews) in [(20, false), (60, true), (1, false)] as [(Int64, Bool)] {
            console.clock.advance(milliseconds: seconds * 1_000)
            await console.client.setStatusTold()
            try await tell(console, [await heartbeat(console)])
            try #require(await console.client.nextWork == .listen)
            _ = await console.client.stepFeed()
            #expect(await console.client.isStatusStale == isNews)
            let contact = try await console.client.syncReport().lastContact
            #expect(contact == console.clock.now())
        }
    }

    @Test("changes are applied as they come, and a checkpoint confirms them")
    func delta() async throws {
        let console = try await listening()
        await console.ledger.publish([payroll(after: 1, 100_000)])
        let delta = await batch(console, from: 4)
        let head = await console.ledger.head
        let root = await console.ledger.trie(at: 5).root
        try await tell(
            console,
            [
                .delta(delta),
                .checkpoint(
                    StreamCheckpoint(
                        cursor: head,
                        head: head,
                        root: root,
                        serverTime: console.clock.now()
                    )
                ),
            ]
        )
        try await take(2, console)
        let summary = try await console.savings()
        #expect(summary.balance.booked.minorUnits == 100_050)
        #expect(summary.balance.freshness == .live(asOf: VirtualClock.start))
        #expect(await console.bank.feedRequestCount == 1)
    }

    // Symptom: after a grant of an account with more entries than one event carries, half of its
    // history was shown as live, since only a checkpoint told where the feed ends.
    @Test("half of a history that comes over a stream is never shown as live")
    func halfHistory() async throws {
        let console = try await listening()
        let granted = AccountID(rawValue: 0xA3)
        var changes = [FeedChange.account(FakeLedger.account(granted, "Deposit", entries: 2))]
        for sequence in Int64(0)..<2 {
            changes.append(
                .entry(
                    FakeLedger.entry(
                        granted,
                        700,
                        after: (sequence, 700 * sequence),
                        transfer: UInt128(900 + sequence),
                        bookedAt: VirtualClock.start,
                        "Payroll",
                        "Wages"
                    )
                )
            )
        }
        let start = await console.ledger.changes.count
        await console.ledger.publish(changes)
        let head = await console.ledger.head
        let middle = Cursor(epoch: head.epoch, feedSequence: head.feedSequence - 1)
        let halves = [
            FeedBatch(changes: Array(changes[..<2]), cursor: middle, head: head),
            FeedBatch(changes: Array(changes[2...]), cursor: head, head: head),
        ]
        try #require(start + 3 == head.feedSequence)
        try await tell(console, [.delta(halves[0])])
        try await take(1, console)
        let accounts = try await console.client.accounts()
        let part = try #require(accounts.first { $0.record.accountID == granted })
        #expect(part.balance.booked.minorUnits == 700)
        #expect(part.balance.freshness == .unverified)
        #expect(try await console.savings().balance.freshness == .cached(asOf: VirtualClock.start))
        try await tell(console, [.delta(halves[1])])
        try await take(1, console)
        let whole = try await console.client.accounts()
        #expect(whole.allSatisfy { $0.balance.freshness == .live(asOf: VirtualClock.start) })
    }

    @Test("heartbeats keep a balance live, and silence lets it fall")
    func heartbeats() async throws {
        let console = try await listening()
        for _ in 0..<4 {
            console.clock.advance(milliseconds: 10_000)
            try await tell(console, [await heartbeat(console)])
            try await take(1, console)
            guard case .live = try await console.savings().balance.freshness else {
                Issue.record("a heartbeat did not count")
                return
            }
        }
        console.clock.advance(milliseconds: 15_001)
        guard case .cached = try await console.savings().balance.freshness else {
            Issue.record("silence counted as life")
            return
        }
    }

    @Test("when the bank's clock was set forward the bank is asked before its stamps count again")
    func clockSetForward() async throws {
        let console = try await listening()
        console.clock.setWall(back: -20)
        let held = await heartbeat(console)
        console.clock.advance(milliseconds: 14_000)
        let count = await console.bank.feedRequestCount
        try await tell(console, [held])
        try await take(1, console)
        #expect(await console.bank.feedRequestCount == count + 1)
        guard case .live = try await console.savings().balance.freshness else {
            Issue.record("the answer to the request did not count")
            return
        }
    }

    @Test("a heartbeat that was held up on its way makes nothing live for longer than its life")
    func heldUpHeartbeat() async throws {
        let console = try await listening()
        let old = await heartbeat(console)
        console.clock.advance(milliseconds: 40_000)
        // The question that it leads to has no answer, so that it alone could count.
        await console.bank.setLine(then: .down)
        try await tell(console, [old])
        try await take(1, console)
        guard case .cached = try await console.savings().balance.freshness else {
            Issue.record("an old heartbeat counted")
            return
        }
    }

    @Test("an event that was lost is fetched by a request, and is no divergence")
    func lostEvent() async throws {
        let console = try await listening()
        await console.ledger.publish([payroll(after: 1, 100_000)])
        await console.ledger.publish([payroll(after: 2, 100_050)])
        try await tell(console, [.delta(await batch(console, from: 5))])
        try await take(1, console)
        #expect(try await console.savings().balance.booked.minorUnits == 100_100)
        #expect(try await console.client.syncReport().divergences.isEmpty)
        #expect(try await console.client.syncReport().channel == .streaming)
        #expect(await console.bank.streamCursors.count == 2)
    }

    @Test("a checkpoint after an event that was lost moves nothing, and the stream is given up")
    func lostBeforeCheckpoint() async throws {
        let console = try await listening()
        let held = await console.ledger.head
        await console.ledger.publish([payroll(after: 1, 100_000)])
        let head = await console.ledger.head
        let checkpoint = StreamCheckpoint(
            after: head,
            cursor: head,
            head: head,
            root: nil,
            serverTime: console.clock.now()
        )
        try await tell(console, [.checkpoint(checkpoint)])
        try #require(await console.client.nextWork == .listen)
        _ = await console.client.stepFeed()
        #expect(await console.client.nextWork != .listen)
        #expect(try await console.client.syncReport().cursor == held)
    }

    @Test("an event that came twice changes nothing")
    func doubledEvent() async throws {
        let console = try await listening()
        await console.ledger.publish([payroll(after: 1, 100_000)])
        let delta = await batch(console, from: 4)
        try await tell(console, [.delta(delta), .delta(delta)])
        try await take(2, console)
        #expect(try await console.savings().balance.booked.minorUnits == 100_050)
        #expect(try await console.client.syncReport().divergences.isEmpty)
    }

    @Test("a stream that the bank ends is resumed at the record's cursor")
    func resume() async throws {
        let console = try await listening()
        await console.ledger.publish([payroll(after: 1, 100_000)])
        try await tell(console, [.delta(await batch(console, from: 4)), .control(.resume)])
        try await take(2, console)
        #expect(await console.bank.streamCursors.last == .some(await console.ledger.head))
        #expect(await console.bank.streamCursors.count == 2)
    }

    @Test("a stream that breaks has the reason told, and nothing is live before a comparison")
    func broken() async throws {
        let console = try await listening()
        try #require(await console.bank.streams.last).finish(
            throwing: LinkError.noReply(.certificateExpired)
        )
        try #require(await console.client.nextWork == .listen)
        _ = await console.client.stepFeed()
        #expect(await console.client.status().cause == .certificateExpired)
        #expect(
            try await console.savings().balance.freshness == .cached(asOf: VirtualClock.start)
        )
        await console.client.advance(.pauseEnded)
        try await console.synchronise()
        #expect(try await console.savings().balance.freshness == .live(asOf: VirtualClock.start))
        #expect(await console.client.status().cause == nil)
    }

    @Test("the end of the session, told by the stream, ends it here")
    func sessionEnded() async throws {
        let console = try await listening()
        try await tell(console, [.control(.sessionEnded)])
        try #require(await console.client.nextWork == .listen)
        _ = await console.client.stepFeed()
        #expect(await console.client.opened == nil)
    }

    @Test("a new life of the books, told by the stream, is asked about")
    func epoch() async throws {
        let console = try await listening(amounts: [100, 200, 300])
        await console.ledger.restore(dropping: 1)
        try await tell(console, [.control(.epochChanged)])
        try await take(1, console)
        #expect(try await console.savings().balance.booked.minorUnits == 300)
        #expect(try await console.savings().balance.freshness == .live(asOf: VirtualClock.start))
    }

    @Test("signing out closes the stream")
    func signOut() async throws {
        let console = try await listening()
        let client = console.client
        async let step = client.stepFeed()
        await console.clock.untilSomebodySleeps(milliseconds: SyncLoop.silenceLimitMilliseconds)
        await client.signOut()
        _ = await step
        guard
            case .terminated = try #require(await console.bank.streams.last).yield(
                await heartbeat(console)
            )
        else {
            Issue.record("the stream is open still")
            return
        }
    }
}
