@testable import ClientService
import CoreVocabulary
import SyncCore
import Testing
import WireProtocol

/// Goal: when the bank's clock was set back a console finds that out by itself, is live again, and
/// tells no time that is still to come; and what is only late makes nothing live and asks for little.
///
/// Symptom: after a step back of 20 seconds no console that was connected became live again, while
/// the line was up, before somebody pressed a key. Cause: only a step forward was recognised; after
/// one back each heartbeat seemed older than it lives, and nobody asked another question.
/// Method: a bank whose streams the test feeds, event by event, under a clock that the test sets.
@Suite struct ClockSetBackTests {
    private static let start = VirtualClock.start
    private static let heartbeatMilliseconds: Int64 = 5_000

    private func listening() async throws -> Console {
        let console = Console()
        await console.bank.offerStreams()
        try await console.ready()
        return console
    }

    /// Has a heartbeat arrive that is so old, and does all that it brings about.
    private func beat(_ console: Console, secondsOld: Int64 = 0) async throws {
        console.clock.advance(milliseconds: Self.heartbeatMilliseconds)
        let heartbeat = StreamHeartbeat(
            head: await console.ledger.head,
            serverTime: console.clock.now().adding(seconds: -secondsOld),
            lifeMilliseconds: 15_000
        )
        try #require(await console.bank.streams.last).yield(.heartbeat(heartbeat))
        try #require(await console.client.nextWork == .listen)
        _ = await console.client.stepFeed()
        try await console.synchronise()
    }

    private func isLive(_ console: Console) async throws -> Bool {
        if case .live = try await console.savings().balance.freshness { true } else { false }
    }

    private func expectNothingToCome(_ console: Console) async throws {
        let now = console.clock.now()
        switch try await console.savings().balance.freshness {
        case .live(let asOf), .cached(let asOf): #expect(asOf <= now)
        case .unverified: Issue.record("the record is in doubt")
        }
        let report = try await console.client.syncReport()
        #expect(try #require(report.lastContact) <= now)
        #expect(try #require(report.comparedAt) <= now)
    }

    @Test(
        "the first heartbeat after the bank's clock was set back has the bank asked, and figures live",
        arguments: [20, 1_200] as [Int64]
    )
    func livesAgain(secondsBack: Int64) async throws {
        let console = try await listening()
        for _ in 0..<3 { try await beat(console) }
        let count = await console.bank.feedRequestCount
        console.clock.setWall(back: secondsBack)
        for _ in 0..<4 {
            try await beat(console)
            #expect(try await isLive(console))
            try await expectNothingToCome(console)
        }
        #expect(await console.bank.feedRequestCount == count + 1)
    }

    @Test("a clock that was set back right after an answer is found out within a few heartbeats")
    func soonAfterAnswer() async throws {
        let console = try await listening()
        console.clock.setWall(back: 20)
        for _ in 0..<2 { try await beat(console) }
        #expect(try await isLive(console))
    }

    // Symptom: accounts read "as of" a time still to come, since their rows had been read before.
    @Test("figures that were read before the bank's clock was set back are to be read again")
    func readAgain() async throws {
        let console = try await listening()
        for _ in 0..<3 { try await beat(console) }
        var events = await console.client.events().makeAsyncIterator()
        console.clock.setWall(back: 1_200)
        try await beat(console)
        await console.client.emit(.outboxChanged)
        var isToldOfRecords = false
        while let event = await events.next() {
            if case .outboxChanged = event { break }
            if case .recordsChanged = event { isToldOfRecords = true }
        }
        #expect(isToldOfRecords)
    }

    @Test("after a renewal under a clock that was set back nothing is as of a time still to come")
    func renewal() async throws {
        let console = try await listening()
        console.clock.setWall(back: 1_200)
        let session = try #require(await console.client.opened)
        let tokens = try #require(session.tokens)
        let renewal = await console.client.renew(session.number, insteadOf: tokens.access)
        guard case .renewed = renewal else { throw TestFailure("it was not renewed") }
        try await expectNothingToCome(console)
    }

    // An old heartbeat that somebody sends again looks the same as one under a clock that was set back.
    @Test("late heartbeats make nothing live, and have the bank asked at most once in a pause")
    func lateLine() async throws {
        let console = try await listening()
        let first = await console.bank.feedRequestCount
        let rounds: Int64 = 24
        for _ in 0..<rounds {
            let count = await console.bank.feedRequestCount
            try await beat(console, secondsOld: 60)
            // Only an answer makes something live.
            let isAsked = await console.bank.feedRequestCount > count
            #expect(try await isLive(console) == isAsked)
        }
        let most = rounds * Self.heartbeatMilliseconds / BankClockOffset.renewalPauseMilliseconds
        #expect(await console.bank.feedRequestCount <= first + Int(most))
        #expect(await console.bank.feedRequestCount > first)
    }

    // MARK: - The offset

    private static func steady(_ seconds: Int64) -> Instant {
        Instant(secondsSinceEpoch: seconds)
    }

    /// Asked at 100 seconds, answered at 103.
    private static let offset = BankClockOffset(
        askedAt: steady(100),
        heardAt: steady(103),
        serverTime: start
    )

    @Test(
        "a stamp is in doubt where it is late beyond the limit, or names what has not come",
        arguments: [
            // The seconds that it lies before the latest that it can name.
            (0, false), (5, false), (6, true), (20, true), (1_200, true), (-4, false), (-5, true),
        ] as [(Int64, Bool)]
    )
    func doubt(secondsLate: Int64, isDoubtful: Bool) {
        let time = Self.start.adding(seconds: 20 - secondsLate)
        #expect(Self.offset.isDoubtful(naming: time, by: Self.steady(123)) == isDoubtful)
    }

    @Test("a late stamp is in doubt only when the last answer is as old as the pause")
    func pause() {
        let late = Self.start.adding(seconds: -60)
        #expect(!Self.offset.isDoubtful(naming: late, by: Self.steady(112)))
        #expect(Self.offset.isDoubtful(naming: late, by: Self.steady(113)))
    }

    @Test("a time that was still to come at an answer is told as the answer's")
    func told() {
        for (seconds, told) in [(-50, -50), (3, 3), (4, 0), (1_200, 0)] as [(Int64, Int64)] {
            let time = Self.offset.told(Self.start.adding(seconds: seconds))
            #expect(time == Self.start.adding(seconds: told))
        }
    }
}
