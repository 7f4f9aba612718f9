@testable import ClientService
import CoreVocabulary
import IdentityCore
import SyncCore
import Synchronization
import Testing

// Goal: what waits goes out in its order, with one write for many and no state that is not true.
// Method: an outbox that counts its writes; a bank over a line that fails in the middle.

@Suite struct OutboxTests {
    private func queue(_ count: Int, at console: Console) async throws -> [IntentKey] {
        try await console.ready()
        await console.bank.setLine(then: .down)
        for number in 1...count { _ = try await console.authorise(Int64(number)) }
        return try await console.client.outbox().map(\.reviewed.intentKey)
    }

    @Test("transfers that waited go out in the order of their stamps, each once")
    func order() async throws {
        let console = Console()
        let keys = try await queue(Client.sendAheadLimit * 2 + 3, at: console)
        let before = await console.bank.submittedKeys.count
        await console.bank.setLine(then: .up)
        try await console.drain()
        #expect(await console.bank.submittedKeys.dropFirst(before).elementsEqual(keys))
        #expect(await console.ledger.postCount == keys.count)
        let numbers = await console.bank.stamps.suffix(keys.count).map(\.sequence)
        #expect(numbers == numbers.sorted() && Set(numbers).count == keys.count)
    }

    @Test("when the line fails in the middle, the rest waits as if it had never been marked")
    func lineFails() async throws {
        let console = Console()
        let keys = try await queue(6, at: console)
        await console.bank.setLine([.up, .losesReply], then: .down)
        try await console.drain()
        let items = try await console.client.outbox()
        #expect(items.map(\.reviewed.intentKey) == keys)
        #expect(items.dropFirst(2).allSatisfy { $0.state == .queued && $0.sendCount == 0 })
        #expect(items[1].state == .unknown)
        guard case .decided = items[0].state else {
            Issue.record("the first transfer ended with \(items[0].state)")
            return
        }
    }

    @Test("what is taken back while another is on its way is not sent any more")
    func takenBack() async throws {
        let console = Console()
        let keys = try await queue(2, at: console)
        let before = await console.bank.submittedKeys.count
        await console.bank.setLine([.hangs], then: .up)
        async let drained: Void = console.drain()
        let limit = ClientSettings().replyLimitMilliseconds
        await console.clock.untilSomebodySleeps(milliseconds: limit)
        #expect(try await console.client.cancel(keys[1]) == .cancelled)
        console.clock.advance(milliseconds: limit)
        try await drained
        try await console.drain()
        #expect(await console.bank.submittedKeys.dropFirst(before).elementsEqual([keys[0]]))
        #expect(try await console.client.outbox().last?.state != .queued)
        #expect(await console.ledger.postCount == 1)
    }

    @Test("many are marked in one write, which lasts")
    func oneWrite() async throws {
        let store = CountingOutboxStore()
        let outbox = try Outbox(store: store)
        let keys = try await fill(outbox, 5)
        let begun = try await outbox.beginSending(keys)
        #expect(begun.map(\.key) == keys && begun.allSatisfy { $0.state == .sending })
        #expect(store.writes == [.init(count: 5, isLasting: true)])
    }

    @Test("a decision need not last while the disk says that it is being sent, and only then")
    func lasting() async throws {
        let store = CountingOutboxStore()
        let outbox = try Outbox(store: store)
        let keys = try await fill(outbox, 2)
        for key in keys { _ = try await outbox.apply(.sendingBegan, to: key) }
        // Taken back: if this were lost, the transfer would be sent.
        _ = try await outbox.apply(.wasTakenBack, to: keys[1])
        for key in keys {
            let decision = IntentDecision(
                key: key,
                outcome: .posted(JournalID(rawValue: 3)),
                decidedAt: VirtualClock.start
            )
            _ = try await outbox.apply(.wasDecided(decision), to: key)
        }
        #expect(store.writes.map(\.isLasting) == [true, true, true, false, true])
    }

    private func fill(_ outbox: Outbox, _ count: Int) async throws -> [IntentKey] {
        let console = Console()
        try await console.ready()
        var keys: [IntentKey] = []
        for number in 1...count {
            let reviewed = try await console.review(Int64(number)).reviewed
            let record = OutboxRecord(
                reviewed: reviewed,
                proof: AuthorisationProof(
                    sessionID: FakeBank.sessionID,
                    claimedAt: VirtualClock.start,
                    code: []
                ),
                queuedAt: VirtualClock.start
            )
            try await outbox.insert(record)
            keys.append(reviewed.intentKey)
        }
        return keys
    }
}

/// An outbox in memory that counts its changes.
private final class CountingOutboxStore: OutboxStore {
    struct Write: Hashable {
        let count: Int
        let isLasting: Bool
    }

    private let base = InMemoryOutboxStore()
    private let noted = Mutex<[Write]>([])

    var writes: [Write] { noted.withLock { $0 } }

    func load() -> [OutboxRecord] { base.load() }
    func insert(_ record: OutboxRecord) throws -> OutboxRecord { try base.insert(record) }
    func device() -> DeviceSequence { base.device() }
    func beginDevice() { base.beginDevice() }
    func close() {}

    func update(_ records: [OutboxRecord], isLasting: Bool) throws {
        noted.withLock { $0.append(Write(count: records.count, isLasting: isLasting)) }
        try base.update(records, isLasting: isLasting)
    }
}
