@testable import ClientService
import ClientStorageMemory
import CoreVocabulary
import Cryptography
import IdentityCore
import SyncCore
import Synchronization
import Testing
import WireProtocol

// Goal: waiting transfers are sent in their order, with one write for many and no false state.
// Method: an outbox that counts its writes; a bank over a line that fails in the middle.

@Suite struct OutboxTests {
    @discardableResult
    private func queue(_ count: Int, at console: Console) async throws -> [IntentKey] {
        try await console.ready()
        await console.bank.setLine(then: .down)
        for number in 1...count { _ = try await console.authorise(Int64(number)) }
        return try await console.client.outbox().map(\.reviewed.intentKey)
    }

    private static let batchSize = SubmitIntentsRequest.intentLimit

    @Test("transfers that waited go out in the order of their stamps, each once, many in a request")
    func order() async throws {
        let console = Console()
        let keys = try await queue(Self.batchSize * 2 + 3, at: console)
        let (keysBefore, requestsBefore) = await (
            console.bank.submittedKeys.count, console.bank.requests.count
        )
        await console.bank.setLine(then: .up)
        try await console.drain()
        #expect(await console.bank.submittedKeys.dropFirst(keysBefore).elementsEqual(keys))
        let sizes = await console.bank.requests.dropFirst(requestsBefore).map(\.submitted.count)
        #expect(sizes.filter { $0 > 0 } == [Self.batchSize, Self.batchSize, 3])
        #expect(await console.ledger.postCount == keys.count)
        let numbers = await console.bank.stamps.suffix(keys.count).map(\.sequence)
        #expect(numbers == numbers.sorted() && Set(numbers).count == keys.count)
    }

    @Test("when the line fails in the middle, the rest waits as if it had never been marked")
    func lineFails() async throws {
        let console = Console()
        let keys = try await queue(Self.batchSize * 2 + 2, at: console)
        await console.bank.setLine([.up, .losesReply], then: .down)
        try await console.drain()
        let items = try await console.client.outbox()
        #expect(items.map(\.reviewed.intentKey) == keys)
        let (first, rest) = (items.prefix(Self.batchSize), items.dropFirst(Self.batchSize))
        #expect(first.allSatisfy { if case .decided = $0.state { true } else { false } })
        #expect(rest.prefix(Self.batchSize).allSatisfy { $0.state == .unknown })
        #expect(items.suffix(2).allSatisfy { $0.state == .queued && $0.sendCount == 0 })
    }

    @Test("transfers whose answers were lost are asked about one by one, and posted once")
    func lostAnswers() async throws {
        let console = Console()
        let keys = try await queue(Self.batchSize, at: console)
        await console.bank.setLine([.losesReply, .losesRequest], then: .up)
        try await console.drain()
        let left = try await console.client.outbox().filter { $0.state == .unknown }
        #expect(left.map(\.reviewed.intentKey) == [keys[0]])
        try await console.drain()
        let sizes = await console.bank.requests.map(\.submitted.count).filter { $0 > 0 }
        #expect(sizes == [keys.count])
        #expect(await console.ledger.postCount == keys.count)
        let items = try await console.client.outbox()
        #expect(items.allSatisfy { if case .decided = $0.state { true } else { false } })
    }

    @Test("each transfer of a request has its own answer")
    func ownAnswers() async throws {
        let console = Console()
        let keys = try await queue(3, at: console)
        await console.bank.setLine(then: .up)
        await console.bank.answerNextTransfer(.notAuthorised(.codeTooOld))
        try await console.drain()
        let items = try await console.client.outbox()
        #expect(items.map(\.reviewed.intentKey) == keys)
        #expect(items[0].state == .needsCode(.tooOld))
        #expect(items[1...].allSatisfy { if case .decided = $0.state { true } else { false } })
        #expect(await console.ledger.postCount == 2)
    }

    // A bank that answers fewer transfers than it was sent has answered none that could be named.
    @Test("answers that cannot be told apart are none")
    func answersMissing() async throws {
        let console = Console()
        try await queue(3, at: console)
        await console.bank.setLine(then: .up)
        await console.bank.leaveOutNextAnswer()
        try await console.drain()
        #expect(await console.bank.requests.count { $0.route == .intentStatus } == 3)
        #expect(await console.ledger.postCount == 3)
        let items = try await console.client.outbox()
        #expect(items.allSatisfy { if case .decided = $0.state { true } else { false } })
    }

    @Test("what is taken back while others are on their way is not sent any more")
    func takenBack() async throws {
        let console = Console()
        let keys = try await queue(Self.batchSize + 2, at: console)
        let before = await console.bank.submittedKeys.count
        await console.bank.setLine([.hangs], then: .up)
        async let drained: Void = console.drain()
        let limit = ClientSettings().replyLimitMilliseconds
        await console.clock.untilSomebodySleeps(milliseconds: limit)
        // One that waits is taken back here; one that is on its way by the bank alone.
        #expect(try await console.client.cancel(keys[Self.batchSize]) == .cancelled)
        console.clock.advance(milliseconds: limit)
        try await drained
        try await console.drain()
        let sent = Set(await console.bank.submittedKeys.dropFirst(before))
        #expect(sent == Set(keys).subtracting([keys[Self.batchSize]]))
        #expect(await console.ledger.postCount == Self.batchSize + 1)
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

    // Symptom: with the line cut a transfer that was never sent was shown as sent without an answer.
    @Test("a transfer is shown as being sent while it is, and as sent only when it may have been")
    func beingSent() async throws {
        let console = Console()
        try await console.ready()
        await console.bank.setLine([.hangs], then: .up)
        async let outcome = console.authorise(5)
        let limit = ClientSettings().authoriseWaitMilliseconds
        await console.clock.untilSomebodySleeps(milliseconds: limit)
        #expect(try await console.client.outbox().map(\.state) == [.sending])
        console.clock.advance(milliseconds: limit)
        let ended = try await outcome
        #expect(ended.isQueued)
        #expect(try await console.client.outbox().map(\.state) == [.unknown])
    }

    // Symptom: "queued" for a transfer that was in no file.
    @Test("a store that cannot be written is told, and nothing is sent that is not stored")
    func unwritable() async throws {
        let storage = UnwritableStorage()
        let clock = VirtualClock()
        let bank = FakeBank(clock: clock, ledger: FakeLedger())
        var settings = ClientSettings()
        settings.unlockCost = .weakForTests
        let client = Client(
            link: bank,
            storage: storage,
            clock: clock,
            random: SplitMix64(seed: 11),
            zone: .india,
            settings: settings
        )
        let console = Console(clock: clock, bank: bank, client: client)
        try await console.ready()
        #expect(await client.status().notice == nil)
        storage.outbox.isWritable.withLock { $0 = false }
        guard case .failed = try await console.authorise(5) else {
            Issue.record("what cannot be stored must fail")
            return
        }
        #expect(await client.status().notice == .outboxUnwritable)
        #expect(try await client.outbox().isEmpty)
        #expect(await bank.submittedKeys.isEmpty)
        storage.outbox.isWritable.withLock { $0 = true }
        #expect(try await console.authorise(6).isPosted)
        #expect(await client.status().notice == nil)
    }

    // Symptom: a queued transfer whose row was damaged was gone without a word.
    @Test("what cannot be read in the outbox is told in each session, and the rest goes on")
    func damaged() async throws {
        let console = Console()
        let keys = try await queue(2, at: console)
        await console.bank.setLine(then: .up)
        await console.client.signOut()
        let stores = console.storage.open(userID: FakeBank.userID, storageKey: secret("any"))
        try #require(stores.outbox as? InMemoryOutboxStore).damage(keys[0])
        for _ in 1...2 {
            let again = console.restarted()
            try await again.ready()
            #expect(await again.client.status().notice == .outboxDamaged)
            #expect(try await again.client.outbox().map(\.reviewed.intentKey) == [keys[1]])
            // What passes comes first.
            await again.client.advance(.doubtChanged(hasUnverifiedAccount: true))
            #expect(await again.client.status().notice == nil)
            await again.client.signOut()
        }
    }

    @Test("the highest epoch that was seen is not below one that was noted for another reason")
    func lostEpoch() async throws {
        let store = InMemoryOutboxStore()
        store.raise(.noticeRead, to: 7)
        let outbox = try Outbox(store: store)
        #expect(await outbox.seenEpoch == 7)
        try await outbox.noteEpoch(9)
        #expect(await outbox.hasUnreadEpoch)
    }

    @Test("the status counts what needs a code, which is not on its way")
    func needsCode() async throws {
        let console = Console()
        try await console.ready()
        _ = try await console.authorise(5, code: "000000")
        let status = await console.client.status()
        #expect(status.queuedCount == 1)
        #expect(status.needsCodeCount == 1)
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
    func acknowledged(limit: Int) -> [OutboxRecord] { base.acknowledged(limit: limit) }
    func unreadableCount() -> Int { base.unreadableCount() }
    func insert(_ record: OutboxRecord) throws -> OutboxRecord { try base.insert(record) }
    func device() -> DeviceSequence { base.device() }
    func beginDevice() { base.beginDevice() }
    func epoch(_ mark: EpochMark) -> UInt64 { base.epoch(mark) }
    func raise(_ mark: EpochMark, to epoch: UInt64) { base.raise(mark, to: epoch) }
    func close() {}

    func update(_ records: [OutboxRecord], isLasting: Bool) throws {
        noted.withLock { $0.append(Write(count: records.count, isLasting: isLasting)) }
        try base.update(records, isLasting: isLasting)
    }
}

/// An outbox that refuses to write while it is told to.
private final class UnwritableOutboxStore: OutboxStore {
    let isWritable = Mutex(true)
    private let base = InMemoryOutboxStore()

    func load() -> [OutboxRecord] { base.load() }
    func acknowledged(limit: Int) -> [OutboxRecord] { base.acknowledged(limit: limit) }
    func unreadableCount() -> Int { base.unreadableCount() }
    func device() -> DeviceSequence { base.device() }
    func beginDevice() { base.beginDevice() }
    func epoch(_ mark: EpochMark) -> UInt64 { base.epoch(mark) }
    func close() {}

    func raise(_ mark: EpochMark, to epoch: UInt64) throws {
        try checkDisk()
        base.raise(mark, to: epoch)
    }

    func insert(_ record: OutboxRecord) throws -> OutboxRecord {
        try checkDisk()
        return try base.insert(record)
    }

    func update(_ records: [OutboxRecord], isLasting: Bool) throws {
        try checkDisk()
        try base.update(records, isLasting: isLasting)
    }

    private func checkDisk() throws {
        guard isWritable.withLock({ $0 }) else { throw TestFailure("the disk is full") }
    }
}

/// Storage in memory with such an outbox.
private final class UnwritableStorage: ClientStorage {
    let outbox = UnwritableOutboxStore()

    func open(userID: UserID, storageKey: SharedSecret) -> OpenStorage {
        OpenStorage(records: InMemoryRecordStore(), outbox: outbox)
    }
}
