@testable import ClientService
import CoreVocabulary
import SyncCore
import Testing

// Goal: an epoch that the bank only named locks nobody out, and one that was proved bounds what is
// taken for good.
// Method: a bank that names another epoch in one answer, and its own in all others.

@Suite("An epoch that was only named")
struct NamedEpochTests {
    /// Signs in, and has the answer to how to begin name the highest epoch that there is.
    private func mislead(_ console: Console) async throws {
        await console.ledger.putBack(epoch: .max)
        await console.signIn()
        guard case .begin? = await console.client.nextWork else {
            throw TestFailure("the bank is not asked how to begin")
        }
        _ = await console.client.stepFeed()
        await console.ledger.putBack(epoch: 1)
    }

    private func checkLive(_ console: Console) async throws {
        #expect(await console.client.status().notice == nil)
        #expect(try await console.savings().balance.freshness == .live(asOf: VirtualClock.start))
        #expect(await console.client.opened?.outbox.seenEpoch == 1)
    }

    // Symptom: one false answer to how to begin made a new console useless for good: every true one was
    // "older than this console's", which held nothing. Cause: the epoch in it was kept before anything
    // of it was seen.
    @Test(
        "one false answer to how to begin keeps no later one from counting",
        arguments: [true, false]
    )
    func falseAnswer(isNew: Bool) async throws {
        var console = Console(amounts: [100, 200])
        if !isNew {
            try await console.ready()
            await console.client.signOut()
            console = console.restarted()
        }
        try await mislead(console)
        try await console.runUntilWait(stepLimit: 40)
        try await checkLive(console)

        await console.client.signOut()
        let again = console.restarted()
        try await again.ready()
        try await checkLive(again)
    }

    @Test("entries prove an epoch, and what follows on nothing does not")
    func proof() async throws {
        let console = Console(amounts: [100, 200])
        try await console.ready()
        let session = try #require(await console.client.opened)
        let named = Cursor(epoch: 9, feedSequence: 4)
        let changes = await console.ledger.changes
        let others = changes.filter { if case .entry = $0 { false } else { true } }
        try #require(others.count == 3)
        await console.client.noteEpoch(of: named, provedBy: others, session)
        #expect(await console.client.machine?.seenEpoch == 1)
        await console.client.noteEpoch(of: named, provedBy: changes, session)
        #expect(await console.client.machine?.seenEpoch == 9)
        #expect(await session.outbox.seenEpoch == 9)
    }

    @Test("an epoch of which entries were applied bounds what is taken, also where nobody compared")
    func appliedEpoch() async throws {
        let console = Console(amounts: [100, 200, 300])
        await console.bank.refuseComparisons()
        try await console.ready()
        await console.ledger.restore(dropping: 1)
        try await console.refresh()
        #expect(await console.client.opened?.outbox.seenEpoch == 2)

        await console.client.signOut()
        await console.ledger.putBack(epoch: 1)
        let again = console.restarted()
        await again.signIn()
        try await again.runUntilWait(stepLimit: 20)
        #expect(await again.client.status().notice == .rolledBack)
    }

    @Test("what is decided between the name of an epoch and its proof was made since, in no copy")
    func madeSince() async throws {
        let console = Console()
        try await console.ready()
        let session = try #require(await console.client.opened)
        let named = Cursor(epoch: 2, feedSequence: 4)
        await console.client.hear(named, session)
        console.clock.advance(milliseconds: 5_000)
        let decision = IntentDecision(
            key: IntentKey(rawValue: 7),
            outcome: .refused(code: 1),
            decidedAt: console.clock.now()
        )
        console.clock.advance(milliseconds: 5_000)
        await console.client.noteEpoch(of: named, session)
        #expect(await !session.outbox.isFromCopy(decision))
    }
}
