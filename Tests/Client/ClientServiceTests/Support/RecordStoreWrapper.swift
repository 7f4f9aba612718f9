import ClientService
import CoreVocabulary
import Cryptography
import SyncCore

/// A record around another one, which learns of each call before it is passed on.
protocol RecordStoreWrapper: RecordStore {
    var base: any RecordStore { get }
    /// Comes before each call; what it throws is the call's end.
    func willCall() async throws
    func willClose() async
}

extension RecordStoreWrapper {
    func willCall() async throws {}

    func willClose() async {}

    func accounts() async throws -> [HeldAccount] {
        try await willCall()
        return try await base.accounts()
    }

    func account(_ accountID: AccountID) async throws -> HeldAccount? {
        try await willCall()
        return try await base.account(accountID)
    }

    func state() async throws -> RecordState {
        try await willCall()
        return try await base.state()
    }

    func apply(
        _ batch: FeedBatch,
        after expected: Cursor?,
        serverTime: Instant
    ) async throws -> ApplyResult {
        try await willCall()
        return try await base.apply(batch, after: expected, serverTime: serverTime)
    }

    func applyStreamed(
        _ batch: FeedBatch,
        after expected: Cursor?,
        serverTime: Instant
    ) async throws -> ApplyResult {
        try await willCall()
        return try await base.applyStreamed(batch, after: expected, serverTime: serverTime)
    }

    func applyPage(
        _ changes: [FeedChange],
        of place: SnapshotPosition,
        nextPage: String?,
        serverTime: Instant
    ) async throws -> ApplyResult {
        try await willCall()
        return try await base.applyPage(
            changes,
            of: place,
            nextPage: nextPage,
            serverTime: serverTime
        )
    }

    func heads() async throws -> [ChainHead] {
        try await willCall()
        return try await base.heads()
    }

    func chainHashes(of accountID: AccountID, at sequences: [Int64]) async throws -> [Digest256?] {
        try await willCall()
        return try await base.chainHashes(of: accountID, at: sequences)
    }

    func setAside(_ fault: ChainFault, foundAt: Instant, keepsAccount: Bool) async throws {
        try await willCall()
        return try await base.setAside(fault, foundAt: foundAt, keepsAccount: keepsAccount)
    }

    func refill(
        _ accountID: AccountID,
        with entries: [EntryRecord],
        foundAt: Instant
    ) async throws -> ChainFault? {
        try await willCall()
        return try await base.refill(accountID, with: entries, foundAt: foundAt)
    }

    func damagedPlaces(around fault: ChainFault, limit: Int) async throws -> [ClosedRange<Int64>] {
        try await willCall()
        return try await base.damagedPlaces(around: fault, limit: limit)
    }

    func mend(
        _ accountID: AccountID,
        with entries: [EntryRecord],
        foundAt: Instant
    ) async throws -> Bool {
        try await willCall()
        return try await base.mend(accountID, with: entries, foundAt: foundAt)
    }

    func unprovenPart() async throws -> RecordPart {
        try await willCall()
        return try await base.unprovenPart()
    }

    func replace(
        _ part: RecordPart,
        with changes: [FeedChange],
        at cursor: Cursor,
        foundAt: Instant
    ) async throws -> Bool {
        try await willCall()
        return try await base.replace(part, with: changes, at: cursor, foundAt: foundAt)
    }

    func nextHead(after fault: ChainFault) async throws -> ChainHead? {
        try await willCall()
        return try await base.nextHead(after: fault)
    }

    func liftDoubt(about accountID: AccountID) async throws {
        try await willCall()
        return try await base.liftDoubt(about: accountID)
    }

    func noteCompared(at serverTime: Instant) async throws {
        try await willCall()
        return try await base.noteCompared(at: serverTime)
    }

    func doubt(_ fault: ChainFault, foundAt: Instant) async throws {
        try await willCall()
        return try await base.doubt(fault, foundAt: foundAt)
    }

    func beginRepair() async throws {
        try await willCall()
        return try await base.beginRepair()
    }

    func confirm(at serverTime: Instant) async throws {
        try await willCall()
        return try await base.confirm(at: serverTime)
    }

    func entries(
        of accountID: AccountID,
        sequences: ClosedRange<Int64>
    ) async throws -> [EntryRecord] {
        try await willCall()
        return try await base.entries(of: accountID, sequences: sequences)
    }

    func fold<Result: Sendable>(
        entriesOf accountID: AccountID,
        sequences: ClosedRange<Int64>,
        into initial: Result,
        _ body: @Sendable (inout Result, Int64, [UInt8]) -> Void
    ) async throws -> Result {
        try await willCall()
        return try await base.fold(entriesOf: accountID, sequences: sequences, into: initial, body)
    }

    func chainHash(of accountID: AccountID, at sequence: Int64) async throws -> Digest256? {
        try await willCall()
        return try await base.chainHash(of: accountID, at: sequence)
    }

    func verify(
        _ accountID: AccountID,
        from head: ChainHead,
        limit: Int
    ) async throws -> ChainHead {
        try await willCall()
        return try await base.verify(accountID, from: head, limit: limit)
    }

    func holds(of accountID: AccountID) async throws -> [HoldRecord] {
        try await willCall()
        return try await base.holds(of: accountID)
    }

    func payees() async throws -> [PayeeRecord] {
        try await willCall()
        return try await base.payees()
    }

    func evidence() async throws -> [Evidence] {
        try await willCall()
        return try await base.evidence()
    }

    func noteTold(_ marks: [[UInt8]: EvidenceMark], of accountID: AccountID) async throws {
        try await willCall()
        return try await base.noteTold(marks, of: accountID)
    }

    func discard() async throws {
        try await willCall()
        return try await base.discard()
    }

    func close() async {
        await willClose()
        await base.close()
    }
}
