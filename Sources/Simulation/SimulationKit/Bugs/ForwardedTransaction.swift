import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerCore
import LedgerService
import SyncCore

/// Books that forward every read and write, and report each write as a fact.
protocol ForwardedTransaction: ForwardedReading, LedgerTransaction {
    /// The true books, for writing.
    var base: any LedgerTransaction { get }

    /// Receives a fact that was just written.
    func note(_ fact: Fact)
}

extension ForwardedTransaction {
    var reader: any LedgerReading { base }

    func note(_ fact: Fact) {}
    func savepoint<Value>(_ body: () throws -> Value) throws -> Value { try base.savepoint(body) }
    func insert(_ account: StoredAccount) throws { try base.insert(account) }

    func update(_ stored: StoredAccount) throws {
        try base.update(stored)
        let (account, counters) = (stored.account, stored.account.counters)
        let sums = ModelLedger.Counters(
            debits: counters.debitsPosted,
            credits: counters.creditsPosted,
            heldDebits: counters.debitsPending,
            heldCredits: counters.creditsPending
        )
        let limits = account.limits
        let bounds = ModelLedger.Bounds(
            minimum: limits.minimumBalance,
            maximum: limits.maximumBalance
        )
        note(.account(account.id, sums, bounds, isClosed: account.isClosed))
    }

    func insert(_ transfer: TransferRecord) throws {
        try base.insert(transfer)
        note(
            .transfer(
                transfer.transfer,
                transfer.journalID,
                index: transfer.journalIndex,
                bookedAt: transfer.bookedAt,
                maker: transfer.makerID
            )
        )
    }

    func insert(_ resolution: PendingResolution) throws {
        try base.insert(resolution)
        let (id, end) = (resolution.pendingID, resolution.status)
        note(.resolved(id, end, by: resolution.resolvedBy, at: resolution.resolvedAt))
    }

    func insert(refused journal: JournalRecord) throws {
        try base.insert(refused: journal)
        guard let refusal = journal.decision.refusal else { return }
        let (id, decidedAt) = (journal.journal.id, journal.decision.decidedAt)
        note(.journalRefused(id, refusal.rejection, index: refusal.index, at: decidedAt))
    }

    func insert(narrativeDigest: Digest256, of id: JournalID) throws {
        try base.insert(narrativeDigest: narrativeDigest, of: id)
    }

    func insert(_ hold: HoldRecord) throws { try base.insert(hold) }

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
        note(.entry(entry))
    }

    func insert(_ user: UserRecord) throws { try base.insert(user) }

    func update(_ tries: AttemptRecord, under key: AttemptKey) throws {
        try base.update(tries, under: key)
        let counted = Fact.Tries(
            failures: tries.state.failureCount,
            blockedUntil: tries.state.blockedUntil,
            open: tries.openTryCount,
            countedAt: tries.countedAt
        )
        switch key {
        case .transfers(let user): note(.tries(user, counted))
        case .signIns(let name, let place):
            note(.signInTries(name: .bits(name), place: .bits(place), counted))
        }
    }

    func removeSignIns(countedBy instant: Instant, beyond count: Int64) throws {
        try base.removeSignIns(countedBy: instant, beyond: count)
    }

    func removeSignIns(under nameBits: UInt128) throws -> Int {
        let count = try base.removeSignIns(under: nameBits)
        if count > 0 { note(.signInsForgotten(name: .bits(nameBits))) }
        return count
    }

    func insertPlace(
        _ placeBits: UInt128,
        of userID: UserID,
        at instant: Instant,
        limit: Int
    ) throws {
        try base.insertPlace(placeBits, of: userID, at: instant, limit: limit)
        note(.placeSeen(userID, .bits(placeBits)))
    }

    func insert(_ session: SessionRecord) throws {
        try base.insert(session)
        let (openedAt, endsAt) = (session.openedAt, session.endsAt)
        note(.sessionOpened(session.id, session.userID, openedAt: openedAt, endsAt: endsAt))
    }

    func insertUsedStep(_ step: TimeStep, of userID: UserID, at instant: Instant) throws -> Bool {
        guard try base.insertUsedStep(step, of: userID, at: instant) else { return false }
        note(.stepSpent(userID, step.number))
        return true
    }

    func update(_ allowance: UsedAllowance) throws {
        try base.update(allowance)
        note(.allowance(allowance.userID, allowance.day, allowance.moved))
    }

    func insert(_ intent: IntentRecord) throws {
        try base.insert(intent)
        note(.intent(intent.decision, intent.userID, intent.sessionID, reviewed: intent.reviewed))
    }

    func insert(_ row: AuditRow, hash: Digest256) throws {
        try base.insert(row, hash: hash)
        // A signing key begins by its age, whatever the request.
        guard row.action != .signingKeyBegun else { return }
        note(
            .audited(
                row.action,
                row.result,
                by: row.actor,
                of: row.objectBits,
                at: row.at,
                row.count,
                concerning: row.concernedID,
                row.note
            )
        )
    }

    func insert(_ row: FeedRow, scope: FeedRow.Scope, backfillCount: Int64) throws {
        try base.insert(row, scope: scope, backfillCount: backfillCount)
        if case .decision(let decision) = row.change, case .user(let user) = scope {
            note(.told(decision, user))
        }
    }

    func insert(_ grant: AccessGrant) throws {
        try base.insert(grant)
        note(.granted(grant.userID, grant.accountID, grant.access))
    }

    func insert(_ payee: PayeeRecord, of userID: UserID, feedSequence: Int64) throws {
        try base.insert(payee, of: userID, feedSequence: feedSequence)
        note(.payee(userID, payee.accountID, name: payee.name, isRemoved: payee.isRemoved))
    }

    func insert(_ key: MasterKeyRecord) throws { try base.insert(key) }

    func endMasterKey(_ number: MasterKey.Number, at instant: Instant) throws -> Bool {
        try base.endMasterKey(number, at: instant)
    }

    func update(_ value: SealedValue) throws { try base.update(value) }

    func destroyKeys(ofSessionsEndedBy instant: Instant, limit: Int) throws -> Int {
        let count = try base.destroyKeys(ofSessionsEndedBy: instant, limit: limit)
        if count > 0 { note(.keysDestroyed(ofSessionsEndedBy: instant, count: count)) }
        return count
    }

    func insert(_ key: CursorKeyRecord) throws { try base.insert(key) }

    func insert(_ device: DeviceRecord) throws {
        try base.insert(device)
        note(.device(device.userID, device.deviceID))
    }

    func insert(_ stamp: StampRecord) throws {
        try base.insert(stamp)
        note(.stamp(stamp.key, stamp.deviceID, stamp.sequence))
    }

    func insert(_ evidence: SubmittedEvidence) throws {
        try base.insert(evidence)
        let (user, session) = (evidence.userID, evidence.sessionID)
        note(.evidence(evidence.entry, evidence.reason, user, session, at: evidence.receivedAt))
    }

    func insert(_ key: SigningKey, sealed: [UInt8]) throws { try base.insert(key, sealed: sealed) }

    func beginSigningKey(_ id: SigningKeyID, at instant: Instant) throws {
        try base.beginSigningKey(id, at: instant)
    }

    func endSigningKey(_ id: SigningKeyID, at instant: Instant) throws {
        try base.endSigningKey(id, at: instant)
    }

    func insert(_ renewal: RenewalRecord) throws {
        try base.insert(renewal)
        noteRenewal(renewal)
    }

    func update(_ renewal: RenewalRecord) throws {
        try base.update(renewal)
        noteRenewal(renewal)
    }

    private func noteRenewal(_ renewal: RenewalRecord) {
        let (id, family) = (renewal.sessionID, renewal.family)
        note(.renewed(id, generation: family.generation, nonce: family.nonce, at: family.renewedAt))
    }

    func endSession(_ id: SessionID, for reason: SessionEnd, at instant: Instant) throws -> Bool {
        guard try base.endSession(id, for: reason, at: instant) else { return false }
        note(.sessionEnded(id, reason, at: instant))
        return true
    }

    func insert(_ change: UserChange) throws {
        try base.insert(change)
        note(.userChanged(change.userID, change.role, isDisabled: change.isDisabled))
    }

    func insert(_ order: WipeOrder) throws {
        try base.insert(order)
        note(.wipeOrdered(order.userID, order.sessionID))
    }

    func insertWipeReceipt(nonce: [UInt8], signature: [UInt8], at instant: Instant) throws -> Bool {
        try base.insertWipeReceipt(nonce: nonce, signature: signature, at: instant)
    }

    func revokeTerminal(_ terminal: String, at instant: Instant) throws -> Bool {
        try base.revokeTerminal(terminal, at: instant)
    }

    func update(_ limit: LimitRecord) throws {
        try base.update(limit)
        switch limit.key.budget {
        case .transfersOfUser, .transfersOfAccount, .consolesOfUser, .evidenceOfUser,
            .toldRollbacks:
            note(.limit(limit.key, fullAt: limit.fullAt))
        case .signInsFromNewPlaces:
            note(.newPlaces(name: .bits(limit.key.subjectBits), fullAt: limit.fullAt))
        case .delayedSignIns:
            note(.delayTold(name: .bits(limit.key.subjectBits), until: limit.fullAt))
        case .requestsOfAddress, .signInsOfAddress, .requestsOfUser, .bulkReadsOfUser:
            // Counted in memory and written some seconds later.
            break
        }
    }

    func removeLimits(fullBy now: Instant) throws { try base.removeLimits(fullBy: now) }
}
