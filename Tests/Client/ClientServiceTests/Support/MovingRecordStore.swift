import ClientService
import ClientStorageMemory
import CoreVocabulary
import Cryptography
import SyncCore
import Synchronization

/// A record that moves on just after its accounts were read, as a test says.
struct MovingRecordStore: RecordStore {
    /// What happens after the next reading of accounts, once.
    final class News: Sendable {
        private let body = Mutex<(@Sendable () async throws -> Void)?>(nil)

        func set(_ next: @escaping @Sendable () async throws -> Void) {
            body.withLock { $0 = next }
        }

        func come() async throws {
            let next = body.withLock { body in
                defer { body = nil }
                return body
            }
            try await next?()
        }
    }

    let base: any RecordStore = InMemoryRecordStore()
    let news = News()

    func accounts() async throws -> [HeldAccount] {
        let found = try await base.accounts()
        try await news.come()
        return found
    }

    func account(_ accountID: AccountID) async throws -> HeldAccount? {
        let found = try await base.account(accountID)
        try await news.come()
        return found
    }
}

/// Storage that holds such a record.
struct MovingStorage: ClientStorage {
    let records = MovingRecordStore()
    private let outbox = InMemoryOutboxStore()

    func open(userID: UserID, storageKey: SharedSecret) -> OpenStorage {
        OpenStorage(records: records, outbox: outbox)
    }
}

// All else is as in the record itself.
extension MovingRecordStore {
    func state() async throws -> RecordState { try await base.state() }

    func apply(
        _ batch: FeedBatch,
        after expected: Cursor?,
        serverTime: Instant
    ) async throws -> ApplyResult {
        try await base.apply(batch, after: expected, serverTime: serverTime)
    }

    func applyStreamed(
        _ batch: FeedBatch,
        after expected: Cursor?,
        serverTime: Instant
    ) async throws -> ApplyResult {
        try await base.applyStreamed(batch, after: expected, serverTime: serverTime)
    }

    func applyPage(
        _ changes: [FeedChange],
        of place: SnapshotPlace,
        nextPage: String?,
        serverTime: Instant
    ) async throws -> ApplyResult {
        try await base.applyPage(changes, of: place, nextPage: nextPage, serverTime: serverTime)
    }

    func heads() async throws -> [ChainHead] { try await base.heads() }

    func chainHashes(of accountID: AccountID, at sequences: [Int64]) async throws -> [Digest256?] {
        try await base.chainHashes(of: accountID, at: sequences)
    }

    func setAside(_ fault: ChainFault, foundAt: Instant, keepsAccount: Bool) async throws {
        try await base.setAside(fault, foundAt: foundAt, keepsAccount: keepsAccount)
    }

    func refill(
        _ accountID: AccountID,
        with entries: [EntryRecord],
        foundAt: Instant
    ) async throws -> ChainFault? {
        try await base.refill(accountID, with: entries, foundAt: foundAt)
    }

    func damagedPlaces(around fault: ChainFault, limit: Int) async throws -> [ClosedRange<Int64>] {
        try await base.damagedPlaces(around: fault, limit: limit)
    }

    func mend(
        _ accountID: AccountID,
        with entries: [EntryRecord],
        foundAt: Instant
    ) async throws -> Bool {
        try await base.mend(accountID, with: entries, foundAt: foundAt)
    }

    func unprovenPart() async throws -> RecordPart { try await base.unprovenPart() }

    func replace(
        _ part: RecordPart,
        with changes: [FeedChange],
        at cursor: Cursor,
        foundAt: Instant
    ) async throws -> Bool {
        try await base.replace(part, with: changes, at: cursor, foundAt: foundAt)
    }

    func nextHead(after fault: ChainFault) async throws -> ChainHead? {
        try await base.nextHead(after: fault)
    }

    func liftDoubt(about accountID: AccountID) async throws {
        try await base.liftDoubt(about: accountID)
    }

    func noteCompared(at serverTime: Instant) async throws {
        try await base.noteCompared(at: serverTime)
    }

    func doubt(_ fault: ChainFault, foundAt: Instant) async throws {
        try await base.doubt(fault, foundAt: foundAt)
    }

    func beginRepair() async throws { try await base.beginRepair() }

    func confirm(at serverTime: Instant) async throws { try await base.confirm(at: serverTime) }

    func entries(
        of accountID: AccountID,
        sequences: ClosedRange<Int64>
    ) async throws -> [EntryRecord] {
        try await base.entries(of: accountID, sequences: sequences)
    }

    func fold<Result: Sendable>(
        entriesOf accountID: AccountID,
        sequences: ClosedRange<Int64>,
        into initial: Result,
        _ body: @Sendable (inout Result, Int64, [UInt8]) -> Void
    ) async throws -> Result {
        try await base.fold(entriesOf: accountID, sequences: sequences, into: initial, body)
    }

    func chainHash(of accountID: AccountID, at sequence: Int64) async throws -> Digest256? {
        try await base.chainHash(of: accountID, at: sequence)
    }

    func verify(
        _ accountID: AccountID,
        from head: ChainHead,
        limit: Int
    ) async throws -> ChainHead {
        try await base.verify(accountID, from: head, limit: limit)
    }

    func holds(of accountID: AccountID) async throws -> [HoldRecord] {
        try await base.holds(of: accountID)
    }

    func payees() async throws -> [PayeeRecord] { try await base.payees() }

    func evidence() async throws -> [Evidence] { try await base.evidence() }

    func noteTold(_ marks: [[UInt8]: EvidenceMark], of accountID: AccountID) async throws {
        try await base.noteTold(marks, of: accountID)
    }

    func discard() async throws { try await base.discard() }

    func close() async { await base.close() }
}
