@testable import ClientService
import CoreVocabulary
import IdentityCore
import MoneyCore
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
        try await post(count, at: console)
        try await console.refresh()
        #expect(try await console.client.outbox().isEmpty)
        return console
    }

    private func post(_ count: Int, at console: Console) async throws {
        for number in 1...count {
            guard case .posted(let decision) = try await console.authorise(Int64(number)) else {
                throw TestFailure("it was not posted")
            }
            try await console.client.acknowledge(decision.key)
            console.clock.advance(milliseconds: 1_000)
        }
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

    // Symptom: an older copy of the books was put back by hand, and somebody booked with it. Every
    // console was live again at once, nothing was said, and what was lost read "posted" for ever.
    // Cause: only a new epoch had the bank asked about what it had posted.
    /// A console that has found that its bank lacks two transfers of the same epoch, and told nobody.
    private func overtakenConsole(isSeen: Bool) async throws -> Console {
        let console = Console(amounts: [100_000])
        try await console.ready()
        for amount in [Int64(1), 2] {
            guard case .posted(let decision) = try await console.authorise(amount) else {
                throw TestFailure("it was not posted")
            }
            if isSeen { try await console.client.acknowledge(decision.key) }
        }
        try await console.refresh()
        await console.ledger.lose(2)
        try await console.refresh()
        try await console.runUntilWait(stepLimit: 20)
        #expect(await console.client.status().notice == .rolledBack)
        // Another console books, and the feed reaches what this one has seen of it.
        let entry = FakeLedger.entry(
            FakeLedger.savings,
            50,
            after: (sequence: 2, balance: 99_999),
            transfer: 7_000,
            bookedAt: VirtualClock.start,
            "Meera",
            "Rent"
        )
        await console.bank.publish([
            .entry(entry), .account(FakeLedger.account(FakeLedger.current, "Current")),
        ])
        try await console.runUntilWait(stepLimit: 60)
        #expect(try await console.savings().balance.booked.minorUnits == 100_049)
        return console
    }

    // Symptom: a console that a proxy had told other names said that the books were restored from a
    // copy. Cause: that is one way in which books lack an entry, and no bank had said so.
    @Test(
        "what the books lost without a new epoch is lost in the inbox, and is told until it was read",
        arguments: [true, false]
    )
    func overtaken(isSeen: Bool) async throws {
        let console = try await overtakenConsole(isSeen: isSeen)
        await console.client.submitEvidence(try #require(await console.client.opened))
        let lost = try await console.client.outbox().filter(\.isLost)
        let sent = await console.bank.submittedKeys
        #expect(lost.map(\.reviewed.intentKey) == Array(sent.suffix(1)))
        #expect(try await console.client.outbox().count == (isSeen ? 1 : 2))
        try await console.refresh()
        #expect(await console.client.status().notice == .booksLackEntries)
        await console.client.readNotice()
        #expect(await console.client.status().notice == nil)
    }

    // Symptom: nothing was ever said of what the books lack. Cause: that an entry may be lost was known
    // only to the session that found it, which ended before the bank was told.
    @Test("what an earlier session found and could not tell is told, and said to be lost")
    func untold() async throws {
        let console = try await overtakenConsole(isSeen: true)
        await console.client.signOut()
        let again = console.restarted()
        try await again.ready()
        #expect(await again.client.status().notice == nil)
        await again.client.submitEvidence(try #require(await again.client.opened))
        #expect(await again.client.status().notice == .booksLackEntries)
    }

    @Test("what was taken out here and stands in the bank's books is no loss, and nothing is told")
    func heldByBank() async throws {
        let console = try await seen(1)
        let session = try #require(await console.client.opened)
        let fault = ChainFault(
            accountID: FakeLedger.savings,
            accountSequence: 2,
            reason: .divergence
        )
        try await session.records.setAside(fault, foundAt: VirtualClock.start, keepsAccount: true)
        await session.outbox.suspectLoss()
        await console.client.submitEvidence(session)
        #expect(await askedCount(console) == 1)
        #expect(try await console.client.outbox().isEmpty)
        #expect(await console.client.status().notice == nil)
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

    // Symptom: what the books had lost was not told, and the epoch counted as checked.
    // Cause: eight that were made since the restore were held, and ended the questions.
    @Test("what was made since the restore says nothing about what was there before")
    func madeSince() async throws {
        let console = try await seen(3)
        await console.ledger.restore(dropping: 4)
        try await console.refresh()
        try await post(8, at: console)
        try await console.drain()
        #expect(try await console.client.outbox().count == 2)
        #expect(await console.client.opened?.outbox.isInboxDue == false)
    }

    @Test("a later session does not know what was made since the restore, and asks about all")
    func laterSession() async throws {
        let console = try await seen(12)
        await console.ledger.restore(dropping: 4)
        try await console.refresh()
        await console.client.signOut()
        let again = console.restarted()
        try await again.ready()
        try await again.drain()
        #expect(try await again.client.outbox().count == 2)
        #expect(await askedCount(again) == 12)
    }

    // Symptom: nothing that was queued was ever sent.
    // Cause: the bank failed at the question about one transfer, and the others waited for its answer.
    @Test("a question that the bank fails at is asked later, and keeps nothing from being sent")
    func oneFails() async throws {
        let console = try await seen(3)
        let keys = await console.bank.submittedKeys
        await console.bank.setLine(then: .down)
        #expect(try await console.authorise(9).isQueued)
        await console.bank.setLine(then: .up)
        await console.bank.setStatusProblem(.internalFailure, about: keys[1])
        await console.ledger.restore(dropping: 2)
        try await console.refresh()
        let session = try #require(await console.client.opened)
        #expect(await !console.client.drain(session))
        #expect(await console.bank.submittedKeys.count == keys.count + 1)
        #expect(await session.outbox.sendableKeys.isEmpty)
        #expect(try await console.client.outbox().filter(\.isLost).count == 1)
        #expect(await session.outbox.isInboxDue)

        let asked = await askedCount(console)
        await console.bank.setStatusProblem(nil, about: keys[1])
        #expect(await console.client.drain(session))
        #expect(await !session.outbox.isInboxDue)
        // The one that failed, and the one that was sent meanwhile.
        #expect(await askedCount(console) == asked + 2)
    }

    @Test("a bank that is busy is asked one question, and one that fails at all of them eight")
    func allFail() async throws {
        for (code, count) in [(.busy, 1), (.internalFailure, 8)] as [(Problem.Code, Int)] {
            let console = try await seen(12)
            await console.ledger.restore(dropping: 0)
            try await console.refresh()
            await console.bank.setProblem(code)
            #expect(await !console.client.drain(try #require(await console.client.opened)))
            #expect(await askedCount(console) == count)
            #expect(await console.client.opened?.outbox.isInboxDue == true)
        }
    }

    @Test("a line that fails in between is no answer, and what is left is asked again")
    func lineFails() async throws {
        let console = try await seen(3)
        await console.ledger.restore(dropping: 4)
        try await console.refresh()
        await console.bank.setLine([.up, .losesReply], then: .up)
        #expect(await !console.client.drain(try #require(await console.client.opened)))
        #expect(await console.client.opened?.outbox.isInboxDue == true)
        try await console.drain()
        #expect(try await console.client.outbox().count == 2)
        #expect(await console.client.opened?.outbox.isInboxDue == false)
    }
}
