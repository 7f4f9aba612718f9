import ClientService
import ClientStorageMemory
import CoreVocabulary
import Cryptography
import IdentityCore
import SyncCore
import Synchronization

/// A line whose requests pass a turnstile.
struct SteppedLink: BankLink {
    let base: FakeBank
    let turnstile: Turnstile

    func send(_ request: [UInt8]) async throws(LinkError) -> [UInt8] {
        await turnstile.pass("send")
        return try await base.send(request)
    }

    func stream(
        token: [UInt8],
        after cursor: Cursor?
    ) async throws(LinkError) -> LinkStream? {
        await turnstile.pass("stream")
        return try await base.stream(token: token, after: cursor)
    }
}

/// A clock whose short pauses pass a turnstile and are over at once.
struct SteppedClock: ClientClock {
    let base: VirtualClock
    let turnstile: Turnstile

    func now() -> Instant { base.now() }

    func boottime() -> Instant { base.boottime() }

    func sleep(milliseconds: Int64) async throws {
        guard milliseconds <= 10 else { return try await base.sleep(milliseconds: milliseconds) }
        await turnstile.pass("sleep")
    }
}

/// Storage in memory whose calls pass a turnstile, which is armed when a session's first lease is written.
struct SteppedStorage: ClientStorage {
    var base = InMemoryStorage()
    let turnstile: Turnstile
    /// The records that were opened, in order.
    let opened = OpenedRecords()

    final class OpenedRecords: Sendable {
        private let records = Mutex<[SteppedRecordStore]>([])

        var all: [SteppedRecordStore] { records.withLock { $0 } }

        func add(_ store: SteppedRecordStore) {
            records.withLock { $0.append(store) }
        }
    }

    func open(userID: UserID, storageKey: SharedSecret) async throws -> OpenStorage {
        await turnstile.pass("open")
        let stores = base.open(userID: userID, storageKey: storageKey)
        let records = SteppedRecordStore(base: stores.records, turnstile: turnstile)
        opened.add(records)
        return OpenStorage(
            records: records,
            outbox: SteppedOutboxStore(base: stores.outbox, turnstile: turnstile),
            sessions: SteppedNotes(base: stores.sessions, turnstile: turnstile)
        )
    }

    func writeLease(_ bytes: [UInt8], ofUser name: String) async throws {
        turnstile.arm()
        await turnstile.pass("writeLease")
        base.writeLease(bytes, ofUser: name)
    }

    func readLease(ofUser name: String) async throws -> [UInt8]? {
        await turnstile.pass("readLease")
        return base.readLease(ofUser: name)
    }

    func destroyLease(ofUser name: String) async throws {
        await turnstile.pass("destroyLease")
        base.destroyLease(ofUser: name)
    }
}

/// A record whose calls pass a turnstile, and which lets nothing be read or written once it is closed.
struct SteppedRecordStore: RecordStoreWrapper {
    let base: any RecordStore
    let turnstile: Turnstile
    private let closing = Closing()

    private final class Closing: Sendable {
        let count = Atomic(0)
    }

    init(base: any RecordStore, turnstile: Turnstile) {
        self.base = base
        self.turnstile = turnstile
    }

    /// How often it was closed.
    var closeCount: Int { closing.count.load(ordering: .sequentiallyConsistent) }

    func willCall() async throws {
        guard closeCount == 0 else { throw CancellationError() }
        await turnstile.pass("record")
    }

    func willClose() async {
        await turnstile.pass("record close")
        closing.count.add(1, ordering: .sequentiallyConsistent)
    }
}

/// An outbox whose calls are counted by a turnstile.
struct SteppedOutboxStore: OutboxStore {
    let base: any OutboxStore
    let turnstile: Turnstile

    private func noted() -> any OutboxStore {
        turnstile.note("outbox")
        return base
    }

    func load() throws -> [OutboxRecord] { try noted().load() }

    func acknowledged(limit: Int) throws -> [OutboxRecord] {
        try noted().acknowledged(limit: limit)
    }

    func unreadableCount() throws -> Int { try noted().unreadableCount() }

    func insert(_ record: OutboxRecord) throws -> OutboxRecord { try noted().insert(record) }

    func update(_ records: [OutboxRecord], isLasting: Bool) throws {
        try noted().update(records, isLasting: isLasting)
    }

    func device() throws -> DeviceSequence { try noted().device() }

    func beginDevice() throws { try noted().beginDevice() }

    func epoch(_ mark: EpochMark) throws -> UInt64 { try noted().epoch(mark) }

    func raise(_ mark: EpochMark, to epoch: UInt64) throws { try noted().raise(mark, to: epoch) }

    func close() { noted().close() }
}

/// Notes of sessions whose calls pass a turnstile.
struct SteppedNotes: SessionNotes {
    let base: any SessionNotes
    let turnstile: Turnstile

    func left() async throws -> [SessionID] {
        await turnstile.pass("notes")
        return try await base.left()
    }

    func note(_ id: SessionID) async throws {
        await turnstile.pass("notes")
        try await base.note(id)
    }

    func forget(_ id: SessionID) async throws {
        await turnstile.pass("notes")
        try await base.forget(id)
    }
}
