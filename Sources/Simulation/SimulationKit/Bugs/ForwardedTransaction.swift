import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerCore
import LedgerService
import SyncCore
import TokenCore

/// Books that pass every question and every write on.
protocol ForwardedTransaction: ForwardedReading, LedgerTransaction {
    /// The true books, as they are written.
    var base: any LedgerTransaction { get }
}

extension ForwardedTransaction {
    var reader: any LedgerReading { base }

    func savepoint<Value>(_ body: () throws -> Value) throws -> Value {
        try base.savepoint(body)
    }

    func insert(_ account: StoredAccount) throws {
        try base.insert(account)
    }

    func update(_ account: StoredAccount) throws {
        try base.update(account)
    }

    func insert(_ transfer: TransferRecord) throws {
        try base.insert(transfer)
    }

    func insert(_ resolution: PendingResolution) throws {
        try base.insert(resolution)
    }

    func insert(refused journal: JournalRecord) throws {
        try base.insert(refused: journal)
    }

    func insert(_ hold: HoldRecord) throws {
        try base.insert(hold)
    }

    func insert(
        _ entry: EntryRecord,
        side: Side,
        chainHash: Digest256,
        feedSequence: Int64,
        groupSequence: Int64
    ) throws {
        try base.insert(
            entry,
            side: side,
            chainHash: chainHash,
            feedSequence: feedSequence,
            groupSequence: groupSequence
        )
    }

    func insert(_ user: UserRecord) throws {
        try base.insert(user)
    }

    func update(_ tries: GuardRecord, under key: GuardKey) throws {
        try base.update(tries, under: key)
    }

    func insert(_ session: SessionRecord) throws {
        try base.insert(session)
    }

    func insertUsedStep(_ step: TimeStep, of userID: UserID, at instant: Instant) throws -> Bool {
        try base.insertUsedStep(step, of: userID, at: instant)
    }

    func insert(_ intent: IntentRecord) throws {
        try base.insert(intent)
    }

    func insert(_ row: AuditRow, hash: Digest256) throws {
        try base.insert(row, hash: hash)
    }

    func insert(_ row: FeedRow, scope: FeedRow.Scope, backfillCount: Int64) throws {
        try base.insert(row, scope: scope, backfillCount: backfillCount)
    }

    func insert(_ grant: AccessGrant) throws {
        try base.insert(grant)
    }

    func insert(_ payee: PayeeRecord, of userID: UserID, feedSequence: Int64) throws {
        try base.insert(payee, of: userID, feedSequence: feedSequence)
    }

    func insert(_ key: MasterKeyRecord) throws {
        try base.insert(key)
    }

    func endMasterKey(_ number: MasterKey.Number, at instant: Instant) throws -> Bool {
        try base.endMasterKey(number, at: instant)
    }

    func update(_ value: SealedValue) throws {
        try base.update(value)
    }

    func insert(_ key: CursorKeyRecord) throws {
        try base.insert(key)
    }

    func insert(_ device: DeviceRecord) throws {
        try base.insert(device)
    }

    func insert(_ stamp: StampRecord) throws {
        try base.insert(stamp)
    }

    func insert(_ key: SigningKey, sealed: [UInt8]) throws {
        try base.insert(key, sealed: sealed)
    }

    func beginSigningKey(_ id: SigningKeyID, at instant: Instant) throws {
        try base.beginSigningKey(id, at: instant)
    }

    func endSigningKey(_ id: SigningKeyID, at instant: Instant) throws {
        try base.endSigningKey(id, at: instant)
    }

    func insert(_ renewal: RenewalRecord) throws {
        try base.insert(renewal)
    }

    func update(_ renewal: RenewalRecord) throws {
        try base.update(renewal)
    }

    func endSession(_ id: SessionID, for reason: SessionEnd, at instant: Instant) throws -> Bool {
        try base.endSession(id, for: reason, at: instant)
    }

    func insert(_ change: UserChange) throws {
        try base.insert(change)
    }

    func insert(_ order: WipeOrder) throws {
        try base.insert(order)
    }

    func insertWipeReceipt(nonce: [UInt8], signature: [UInt8], at instant: Instant) throws -> Bool {
        try base.insertWipeReceipt(nonce: nonce, signature: signature, at: instant)
    }

    func revokeTerminal(_ terminal: String, at instant: Instant) throws -> Bool {
        try base.revokeTerminal(terminal, at: instant)
    }

    func update(_ limit: LimitRecord) throws {
        try base.update(limit)
    }

    func removeLimits(fullBy now: Instant) throws {
        try base.removeLimits(fullBy: now)
    }
}
