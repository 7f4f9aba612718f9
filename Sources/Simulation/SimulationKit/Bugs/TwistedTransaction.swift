import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerCore
import LedgerService
import SyncCore

/// The books in a database transaction, as they appear with a planted bug.
struct TwistedTransaction: TwistedBooks, ForwardedTransaction {
    let base: any LedgerTransaction
    let bug: PlantedBug
    let world: World
    /// The session that was ended, by the session that should have been.
    private let displaced = Cell<[UInt128: UInt128]>([:])
    /// The last journal that the running job has written.
    private let lastJournal = Cell<JournalID?>(nil)

    var reader: any LedgerReading { base }

    func savepoint<Value>(_ body: () throws -> Value) throws -> Value {
        lastJournal.value = nil
        guard bug == .failedJobKept else { return try base.savepoint(body) }
        return try base.savepoint { Result { try body() } }.get()
    }

    func intent(_ key: IntentKey) throws -> IntentRecord? {
        let intent = try base.intent(key)
        return switch bug {
        case .noDedup: remembered(intent, milliseconds: 0)
        case .shortIdempotencyMemory: remembered(intent, milliseconds: 5_000)
        default: intent
        }
    }

    /// Returns an intent unless it was decided longer ago than the given time.
    private func remembered(_ intent: IntentRecord?, milliseconds: Int64) -> IntentRecord? {
        intent.flatMap {
            isNew($0.decision.decidedAt, withinMilliseconds: milliseconds) ? $0 : nil
        }
    }

    func insert(_ intent: IntentRecord) throws {
        // The true books keep the first decision, because their rows are unique.
        if bug == .noDedup || bug == .shortIdempotencyMemory,
            try base.intent(intent.decision.key) != nil
        {
            return
        }
        guard !intent.reviewed.isEmpty || bug != .tombstoneLost else { return }
        try base.insert(intent)
    }

    func update(_ account: StoredAccount) throws {
        guard let known = try base.account(account.account.id) else { return }
        // Limits and pending credits that the bug changed for the judgement are not written. The
        // true limits and the hidden credits are restored. New limits are written.
        let lent = judged(known).account
        let isLent = account.account.limits == lent.limits
        let truth = isLent ? account.with(limits: known.account.limits) : account
        let hidden = known.account.counters.creditsPending - lent.counters.creditsPending
        let announced = account.account.counters.creditsPending + hidden
        try base.update(hidden == 0 ? truth : truth.with(announced: announced))
    }

    func insertUsedStep(_ step: TimeStep, of userID: UserID, at instant: Instant) throws -> Bool {
        try base.insertUsedStep(step, of: userID, at: instant) || bug == .codeTwice
    }

    func update(_ tries: AttemptRecord, under key: AttemptKey) throws {
        if bug != .triesNotCounted { try base.update(tries, under: counted(key)) }
    }

    func insert(_ transfer: TransferRecord) throws {
        var record = transfer
        if bug == .makerHidden { record.makerID = nil }
        lastJournal.value = transfer.journalID
        try base.insert(record)
    }

    func insert(refused journal: JournalRecord) throws {
        lastJournal.value = journal.journal.id
        if bug != .refusalForgotten { try base.insert(refused: journal) }
    }

    func insert(_ evidence: SubmittedEvidence) throws {
        if bug != .evidenceForgotten { try base.insert(evidence) }
    }

    func insert(_ stamp: StampRecord) throws {
        if bug != .stampForgotten { try base.insert(stamp) }
    }

    func endSession(_ id: SessionID, for reason: SessionEnd, at instant: Instant) throws -> Bool {
        switch (bug, reason) {
        case (.reuseIgnored, .tokenReused), (.signOutForgotten, .signedOut),
            (.consoleNotRevoked, .consoleRevoked):
            return true
        case (.newestSessionEnded, .displaced):
            guard let session = try base.session(id),
                let newest = try base.openSessions(of: session.userID, at: instant).last
            else { return try base.endSession(id, for: reason, at: instant) }
            displaced.value[id.rawValue] = newest.rawValue
            return try base.endSession(newest, for: reason, at: instant)
        default: return try base.endSession(id, for: reason, at: instant)
        }
    }

    func insert(_ row: AuditRow, hash: Digest256) throws {
        if bug == .decisionNotAudited, row.action == .intentDecided { return }
        let named = namedObject(of: row)
        guard bug == .actorHidden || named != row.objectBits else {
            return try base.insert(row, hash: hash)
        }
        let twisted = AuditRow(
            number: row.number,
            at: row.at,
            actor: bug == .actorHidden ? nil : row.actor,
            action: row.action,
            objectBits: named,
            result: row.result,
            count: row.count,
            detail: row.detail,
            concernedID: row.concernedID,
            note: row.note
        )
        try base.insert(twisted, hash: twisted.chained(after: try base.auditHead().hash))
    }

    /// Returns the object that the audit row names, with the bug applied.
    private func namedObject(of row: AuditRow) -> UInt128? {
        switch row.action {
        case .sessionDisplaced: row.objectBits.flatMap { displaced.value[$0] } ?? row.objectBits
        case .journalsPosted where bug == .lastJournalNamed:
            lastJournal.value?.rawValue ?? row.objectBits
        default: row.objectBits
        }
    }
}
