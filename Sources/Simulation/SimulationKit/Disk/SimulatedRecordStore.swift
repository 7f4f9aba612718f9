import ClientService
import ClientStorageMemory
import CoreVocabulary
import Cryptography
import SyncCore

/// The record as one process of the console has it open.
struct SimulatedRecordStore: RecordStore {
    let base: InMemoryRecordStore
    let file: RecordFile
    let console: SimulatedConsole
    let host: Host

    func state() async throws -> RecordState { try await read { await $0.state() } }

    func apply(
        _ batch: FeedBatch,
        after expected: Cursor?,
        serverTime: Instant
    ) async throws -> ApplyResult {
        try await apply(batch, after: expected, serverTime: serverTime, isStreamed: false)
    }

    func applyStreamed(
        _ batch: FeedBatch,
        after expected: Cursor?,
        serverTime: Instant
    ) async throws -> ApplyResult {
        try await apply(batch, after: expected, serverTime: serverTime, isStreamed: true)
    }

    private func apply(
        _ batch: FeedBatch,
        after expected: Cursor?,
        serverTime: Instant,
        isStreamed: Bool
    ) async throws -> ApplyResult {
        let before = try await state()
        if console.world.bug == .cursorSavedBeforeRows {
            return try await applyHastily(batch, after: expected, serverTime: serverTime)
        }
        let batch = try await adopted(batch)
        return try await write { store in
            var result =
                isStreamed
                ? try await store.applyStreamed(batch, after: expected, serverTime: serverTime)
                : try await store.apply(batch, after: expected, serverTime: serverTime)
            if console.world.bug == .asOfTooLate {
                result = try await dated(result, batch, serverTime, in: store)
            }
            console.world.oracle.sawApply(before, batch.changes, result, on: console)
            return result
        }
    }

    func applyPage(
        _ changes: [FeedChange],
        of place: SnapshotPosition,
        nextPage: String?,
        serverTime: Instant
    ) async throws -> ApplyResult {
        let before = try await state()
        try await tellHeld(before)
        return try await write { store in
            let result = try await store.applyPage(
                changes,
                of: place,
                nextPage: nextPage,
                serverTime: serverTime
            )
            console.world.oracle.sawPage(before, changes, of: place, result, on: console)
            return result
        }
    }

    func heads() async throws -> [ChainHead] {
        try await adopted(try await read { await $0.heads() })
    }

    func chainHashes(of accountID: AccountID, at sequences: [Int64]) async throws -> [Digest256?] {
        let hashes = try await read { try await $0.chainHashes(of: accountID, at: sequences) }
        return try await adopted(hashes, of: accountID, at: sequences)
    }

    func setAside(_ fault: ChainFault, foundAt: Instant, keepsAccount: Bool) async throws {
        try await write {
            try await $0.setAside(fault, foundAt: foundAt, keepsAccount: keepsAccount)
        }
        console.world.note(.rowsSetAside)
        console.world.note(.evidenceKept)
    }

    func refill(
        _ accountID: AccountID,
        with entries: [EntryRecord],
        foundAt: Instant
    ) async throws -> ChainFault? {
        let fault = try await write {
            try await $0.refill(accountID, with: entries, foundAt: foundAt)
        }
        console.world.note(.rowsRefilled)
        return fault
    }

    func damagedPlaces(around fault: ChainFault, limit: Int) async throws -> [ClosedRange<Int64>] {
        try await read { try await $0.damagedPlaces(around: fault, limit: limit) }
    }

    func mend(
        _ accountID: AccountID,
        with entries: [EntryRecord],
        foundAt: Instant
    ) async throws -> Bool {
        let isMended = try await write {
            try await $0.mend(accountID, with: entries, foundAt: foundAt)
        }
        if isMended {
            console.world.note(.rowsRefilled)
            console.world.note(.evidenceKept)
        }
        return isMended
    }

    func unprovenPart() async throws -> RecordPart { try await read { await $0.unprovenPart() } }

    func replace(
        _ part: RecordPart,
        with changes: [FeedChange],
        at cursor: Cursor,
        foundAt: Instant
    ) async throws -> Bool {
        try await write {
            try await $0.replace(part, with: changes, at: cursor, foundAt: foundAt)
        }
    }

    func nextHead(after fault: ChainFault) async throws -> ChainHead? {
        try await read { try await $0.nextHead(after: fault) }
    }

    func liftDoubt(about accountID: AccountID) async throws {
        try await write { await $0.liftDoubt(about: accountID) }
        console.world.note(.doubtLifted)
    }

    func noteCompared(at serverTime: Instant) async throws {
        try await write { try await $0.noteCompared(at: serverTime) }
        console.world.note(.sidesAgreed)
    }

    func doubt(_ fault: ChainFault, foundAt: Instant) async throws {
        try await write { try await $0.doubt(fault, foundAt: foundAt) }
        console.world.note(.accountDoubted)
    }

    func beginRepair() async throws {
        let before = try await state()
        try await tellHeld(before)
        try await write { try await $0.beginRepair() }
        console.world.note(.repairBegun)
        console.world.oracle.sawRepairBegin(before, on: console)
    }

    /// Shows the oracle the held entries before the record is compared with books of another epoch.
    private func tellHeld(_ before: RecordState) async throws {
        guard console.world.oracle.isComparedWithOtherLife(before, on: console) else { return }
        var held: [EntryRecord] = []
        for account in await base.accounts() {
            let accountID = account.record.accountID
            // An account with damaged entries is skipped. Other checks find the damage.
            held += (try? await base.entries(of: accountID, sequences: 1...Int64.max)) ?? []
        }
        console.world.oracle.sawHeld(held, on: console)
    }

    func confirm(at serverTime: Instant) async throws {
        try await write { try await $0.confirm(at: serverTime) }
    }

    func accounts() async throws -> [HeldAccount] { try await read { await $0.accounts() } }

    func account(_ accountID: AccountID) async throws -> HeldAccount? {
        try await read { await $0.account(accountID) }
    }

    func entries(
        of accountID: AccountID,
        sequences: ClosedRange<Int64>
    ) async throws -> [EntryRecord] {
        try await read { try await $0.entries(of: accountID, sequences: sequences) }
    }

    func fold<Result: Sendable>(
        entriesOf accountID: AccountID,
        sequences: ClosedRange<Int64>,
        into initial: Result,
        _ body: @Sendable (inout Result, Int64, [UInt8]) -> Void
    ) async throws -> Result {
        guard host.isAlive else { throw DiskFault() }
        return try await base.fold(entriesOf: accountID, sequences: sequences, into: initial, body)
    }

    func chainHash(of accountID: AccountID, at sequence: Int64) async throws -> Digest256? {
        try await read { await $0.chainHash(of: accountID, at: sequence) }
    }

    func verify(
        _ accountID: AccountID,
        from head: ChainHead,
        limit: Int
    ) async throws -> ChainHead {
        try await read { try await $0.verify(accountID, from: head, limit: limit) }
    }

    func holds(of accountID: AccountID) async throws -> [HoldRecord] {
        try await read { await $0.holds(of: accountID) }
    }

    func payees() async throws -> [PayeeRecord] { try await read { await $0.payees() } }

    func evidence() async throws -> [Evidence] { try await read { await $0.evidence() } }

    func noteTold(_ marks: [[UInt8]: EvidenceMark], of accountID: AccountID) async throws {
        try await write { try await $0.noteTold(marks, of: accountID) }
        console.world.note(.evidenceTold)
    }

    func discard() async throws { try await write { await $0.discard() } }

    func close() async {}

    func read<Value: Sendable>(
        _ body: (InMemoryRecordStore) async throws -> Value
    ) async throws -> Value {
        guard host.isAlive else { throw DiskFault() }
        let value = try await body(base)
        guard host.isAlive else { throw DiskFault() }
        return value
    }

    func write<Value: Sendable>(
        _ body: (InMemoryRecordStore) async throws -> Value
    ) async throws -> Value {
        guard host.isAlive else { throw DiskFault() }
        let choice = console.chooseWriteFault(.recordFull)
        if choice == .fails { throw DiskFault() }
        if choice == .crashBefore {
            console.crash()
            throw DiskFault()
        }
        let value = try await body(base)
        await file.keep(base)
        if choice == .crashAfter { console.crash() }
        guard host.isAlive else { throw DiskFault() }
        return value
    }
}
