@testable import ClientService
import CoreVocabulary
import IdentityCore
import SyncCore
import Testing
import WireProtocol

// Goal: a transfer that restored books do not hold is told, also to whoever has seen that it was
// posted. Symptom: the inbox said that nothing waited, and only what nobody had read was marked as
// lost. Cause: what was acknowledged was not asked about any more.
// Method: transfers that were posted and acknowledged, and a bank that is restored from a copy.

@Suite("Transfers that were seen and then lost")
struct SeenLossTests {
    /// A console whose transfers were posted one after the other, and marked as seen.
    private func seen(_ count: Int) async throws -> Console {
        let console = Console(amounts: [100_000])
        try await console.ready()
        for number in 1...count {
            guard case .posted(let decision) = try await console.authorise(Int64(number)) else {
                throw TestFailure("it was not posted")
            }
            try await console.client.acknowledge(decision.key)
            console.clock.advance(milliseconds: 1_000)
        }
        try await console.refresh()
        #expect(try await console.client.outbox().isEmpty)
        return console
    }

    /// Has the bank restored without the last of them, each of which is an entry and a decision.
    private func restore(_ console: Console, withoutLast count: Int) async throws {
        await console.ledger.restore(dropping: 2 * count)
        try await console.refresh()
        try await console.drain()
    }

    private func askedCount(_ console: Console) async -> Int {
        await console.bank.requests.count {
            if case .intentStatus = $0 { true } else { false }
        }
    }

    @Test("what was seen and is lost stands in the inbox again, until it is seen as lost")
    func lost() async throws {
        let console = try await seen(3)
        let sent = await console.bank.submittedKeys
        try await restore(console, withoutLast: 2)
        #expect(await console.client.status().unseenDecisionCount == 2)
        await console.client.signOut()
        let again = console.restarted()
        try await again.ready()
        let items = try await again.client.outbox()
        #expect(items.map(\.reviewed.intentKey) == Array(sent.suffix(2)))
        #expect(items.allSatisfy { $0.isLost })
        for key in sent.suffix(2) { try await again.client.acknowledge(key) }
        #expect(try await again.client.outbox().isEmpty)
        #expect(await console.bank.submittedKeys == sent)
        // The books of the next life are asked about it once more, and it is no news then.
        try await restore(again, withoutLast: 0)
        #expect(try await again.client.outbox().isEmpty)
    }

    @Test("what was seen as lost and is found again is told, too")
    func foundAgain() async throws {
        let console = try await seen(1)
        try await restore(console, withoutLast: 1)
        let item = try #require(try await console.client.outbox().first)
        guard case .decided(let decision) = item.state else { throw TestFailure("not decided") }
        try await console.client.acknowledge(decision.key)
        await console.ledger.restore(with: decision)
        try await console.refresh()
        try await console.drain()
        let found = try #require(try await console.client.outbox().first)
        #expect(found.state == .decided(decision))
        #expect(!found.isLost)
    }

    @Test("the questions end where the books hold one transfer after the other")
    func bounded() async throws {
        let console = try await seen(12)
        try await restore(console, withoutLast: 2)
        #expect(try await console.client.outbox().count == 2)
        #expect(await askedCount(console) == 2 + 8)
    }

    @Test("a line that fails in between is no answer, and all of it is asked again")
    func lineFails() async throws {
        let console = try await seen(3)
        await console.ledger.restore(dropping: 4)
        try await console.refresh()
        await console.bank.setLine([.up, .losesReply], then: .up)
        #expect(await !console.client.drain(try #require(await console.client.session)))
        #expect(await console.client.session?.outbox.isInboxDue == true)
        try await console.drain()
        #expect(try await console.client.outbox().count == 2)
        #expect(await console.client.session?.outbox.isInboxDue == false)
    }
}
