@testable import ClientService
import CoreVocabulary
import SyncCore
import Testing
import WireProtocol

// Goal: changes in the accounts of others change nothing that a user sees.
// Method: a stream whose checkpoints move on without changes, looked at while they are written.

@Suite struct NothingNewTests {
    /// Has the bank say that others moved the feed on by so many changes; returns how far it came.
    private func moveOn(_ console: Console, by count: Int64) async throws -> Cursor {
        let held = try #require(await console.client.machine?.cursor)
        let place = Cursor(epoch: held.epoch, feedSequence: held.feedSequence + count)
        let stream = try #require(await console.bank.streams.last)
        stream.yield(
            .checkpoint(
                StreamCheckpoint(
                    after: held,
                    cursor: place,
                    head: place,
                    root: nil,
                    serverTime: console.clock.now()
                )
            )
        )
        try #require(await console.client.nextWork == .listen)
        _ = await console.client.stepFeed()
        return place
    }

    private func listening() async throws -> Console {
        let console = Console()
        await console.bank.offerStreams()
        try await console.ready()
        await console.client.emitStatus()
        await console.client.setStatusTold()
        return console
    }

    private func isLive(_ freshness: Freshness) -> Bool {
        if case .live = freshness { true } else { false }
    }

    // Symptom: a console in lines said "connecting" and "live" for every hold on somebody else's
    // account, and the columns of the painted one jumped. Cause: the head was noted before the record
    // had reached it, which was told.
    @Test("while news of others is written status and figures are live, and nobody is told of it")
    func whileItIsWritten() async throws {
        let console = try await listening()
        let place = try await moveOn(console, by: 3)
        #expect(await console.client.nextWork == .apply)
        #expect(await !console.client.isStatusStale)
        #expect(await isLive(console.client.status().freshness))
        #expect(try await isLive(console.savings().balance.freshness))
        _ = await console.client.stepFeed()
        #expect(await console.client.machine?.cursor == place)
        #expect(await !console.client.isStatusStale)
        #expect(await isLive(console.client.status().freshness))
    }

    // A minute is told with all else that the status says, so that it must not be told too early.
    @Test("the minute of the contact is told once the record has reached the head")
    func newMinute() async throws {
        let console = try await listening()
        console.clock.advance(milliseconds: 61_000)
        _ = try await moveOn(console, by: 1)
        #expect(await console.client.nextWork == .apply)
        #expect(await !console.client.isStatusStale)
        _ = await console.client.stepFeed()
        #expect(await console.client.isStatusStale)
        #expect(await isLive(console.client.status().freshness))
    }
}
