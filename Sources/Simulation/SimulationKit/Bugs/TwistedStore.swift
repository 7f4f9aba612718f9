import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

/// The bank's books as they appear with a planted bug.
struct TwistedStore: LedgerStore {
    let base: TappedStore
    let twist: BookTwist

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerTransaction) throws -> Value
    ) async throws -> Value {
        let twist = twist
        return try await base.write { try body(TwistedTransaction(base: $0, twist: twist)) }
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value {
        let twist = twist
        return try await base.read { try body(TwistedReading(reader: $0, twist: twist)) }
    }
}

/// Changes that a twist makes to reads, in a database transaction and outside of one.
protocol TwistedBooks: ForwardedReading {
    var twist: BookTwist { get }
}

extension TwistedBooks {
    func account(_ id: AccountID) throws -> StoredAccount? {
        try reader.account(id).map(twist.account)
    }

    func transfer(_ id: TransferID) throws -> TransferRecord? {
        try reader.transfer(id).map(twist.transfer)
    }

    func journal(_ id: JournalID) throws -> JournalRecord? {
        twist.forgets.contains(.journals) ? nil : try reader.journal(id)
    }

    func session(_ id: SessionID) throws -> SessionRecord? {
        try reader.session(id).map(twist.session)
    }

    func user(_ id: UserID) throws -> UserRecord? {
        try reader.user(id).map(twist.user)
    }

    func payee(of userID: UserID, with accountID: AccountID) throws -> PayeeRecord? {
        try reader.payee(of: userID, with: accountID).map(twist.payee)
    }

    func grant(of userID: UserID, for accountID: AccountID) throws -> AccessGrant? {
        twist.grant(try reader.grant(of: userID, for: accountID), userID, accountID)
    }

    func usedSteps(of userID: UserID, since step: TimeStep) throws -> UsedSteps {
        guard !twist.forgets.contains(.spentSteps) else { return UsedSteps() }
        return try reader.usedSteps(of: userID, since: step)
    }

    func tries(under key: AttemptKey) throws -> AttemptRecord {
        guard !twist.forgets.contains(.tries) else { return AttemptRecord() }
        return try reader.tries(under: twist.key(key))
    }

    func narrativeDigest(of id: JournalID) throws -> Digest256? {
        twist.forgets.contains(.narratives) ? nil : try reader.narrativeDigest(of: id)
    }

    func usedAllowance(
        of userID: UserID,
        on day: BusinessDate,
        in currency: Currency
    ) throws -> Money {
        guard !twist.forgets.contains(.allowances) else {
            return Money(minorUnits: 0, currency: currency)
        }
        return try reader.usedAllowance(of: userID, on: twist.allowanceDay(day), in: currency)
    }

    func hasSignedIn(_ userID: UserID, from placeBits: UInt128) throws -> Bool {
        try !twist.forgets.contains(.places) && reader.hasSignedIn(userID, from: placeBits)
    }

    func limit(under key: LimitKey) throws -> Instant? {
        twist.forgets.contains(.limits) ? nil : try reader.limit(under: key)
    }

    func openSessions(of userID: UserID, at now: Instant) throws -> [SessionID] {
        let open = try reader.openSessions(of: userID, at: now)
        return twist.forgets.contains(.openSessions) ? Array(open.prefix(1)) : open
    }

    func duePendings(at instant: Instant, limit: Int) throws -> [DuePending] {
        guard !twist.forgets.contains(.dueHolds) else { return [] }
        let looked = instant.nanosecondsSinceEpoch - twist.expiryDelayNanoseconds
        return try reader.duePendings(at: Instant(nanosecondsSinceEpoch: looked), limit: limit)
    }

    func device(_ deviceID: DeviceID, of userID: UserID) throws -> DeviceRecord? {
        guard !twist.forgets.contains(.devices) else { return nil }
        return try reader.device(deviceID, of: userID)
    }
}

/// Twisted books for reading.
struct TwistedReading: TwistedBooks {
    let reader: any LedgerReading
    let twist: BookTwist

    func feedHead() throws -> Int64 {
        try twist.head(reader)
    }

    func entries(of accountID: AccountID, _ order: EntryOrder, limit: Int) throws -> [FeedRow] {
        let rows = try reader.entries(of: accountID, order, limit: limit)
        guard case .afterFeedSequence = order else {
            return twist.forgets.contains(.lastEntry) ? rows.dropLast() : rows
        }
        return try shown(rows)
    }

    func changes(in scope: FeedRow.Scope, after sequence: Int64, limit: Int) throws -> [FeedRow] {
        try shown(reader.changes(in: scope, after: sequence, limit: limit))
    }

    private func shown(_ rows: [FeedRow]) throws -> [FeedRow] {
        let head = try feedHead()
        return rows.filter { $0.feedSequence <= head && twist.shows($0) }
    }
}

/// Twisted books for writing.
struct TwistedTransaction: TwistedBooks, ForwardedTransaction {
    let base: any LedgerTransaction
    let twist: BookTwist
    /// The session that was ended, by the session that should have been.
    private let displaced = Cell<[UInt128: UInt128]>([:])
    /// The last journal that the running job has written.
    private let lastJournal = Cell<JournalID?>(nil)

    init(base: any LedgerTransaction, twist: BookTwist) {
        self.base = base
        self.twist = twist
    }

    var reader: any LedgerReading { base }

    func savepoint<Value>(_ body: () throws -> Value) throws -> Value {
        lastJournal.value = nil
        guard twist.keepsFailedJobs else { return try base.savepoint(body) }
        return try base.savepoint { Result { try body() } }.get()
    }

    func intent(_ key: IntentKey) throws -> IntentRecord? {
        let intent = try base.intent(key)
        return intent.flatMap { twist.remembers($0) ? $0 : nil }
    }

    func insert(_ intent: IntentRecord) throws {
        // The true books keep the first decision, because their rows are unique.
        guard try base.intent(intent.decision.key) == nil else { return }
        guard !intent.reviewed.isEmpty || !twist.drops(.tombstone) else { return }
        try base.insert(intent)
    }

    func update(_ account: StoredAccount) throws {
        guard let known = try base.account(account.account.id) else { return }
        // Limits and pending credits that the twist changed for the judgement are not written. The
        // true limits and the hidden credits are restored. New limits are written.
        let lent = twist.account(known).account
        let isLent = account.account.limits == lent.limits
        let truth = isLent ? account.with(limits: known.account.limits) : account
        let hidden = known.account.counters.creditsPending - lent.counters.creditsPending
        let announced = account.account.counters.creditsPending + hidden
        try base.update(hidden == 0 ? truth : truth.with(announced: announced))
    }

    func insertUsedStep(_ step: TimeStep, of userID: UserID, at instant: Instant) throws -> Bool {
        try base.insertUsedStep(step, of: userID, at: instant)
            || twist.forgets.contains(.spentSteps)
    }

    func update(_ tries: AttemptRecord, under key: AttemptKey) throws {
        if !twist.drops(.tries) { try base.update(tries, under: twist.key(key)) }
    }

    func insert(_ transfer: TransferRecord) throws {
        var record = transfer
        if twist.hidesMakers { record.makerID = nil }
        lastJournal.value = transfer.journalID
        try base.insert(record)
    }

    func insert(refused journal: JournalRecord) throws {
        lastJournal.value = journal.journal.id
        if !twist.drops(.refusedJournal) { try base.insert(refused: journal) }
    }

    func insert(_ evidence: SubmittedEvidence) throws {
        if !twist.drops(.evidence) { try base.insert(evidence) }
    }

    func insert(_ stamp: StampRecord) throws {
        if !twist.drops(.stamp) { try base.insert(stamp) }
    }

    func endSession(_ id: SessionID, for reason: SessionEnd, at instant: Instant) throws -> Bool {
        if twist.drops(.sessionEnd(reason)) { return true }
        guard twist.displacesNewest, reason == .displaced, let session = try base.session(id),
            let newest = try base.openSessions(of: session.userID, at: instant).last
        else { return try base.endSession(id, for: reason, at: instant) }
        displaced.value[id.rawValue] = newest.rawValue
        return try base.endSession(newest, for: reason, at: instant)
    }

    func insert(_ row: AuditRow, hash: Digest256) throws {
        guard !twist.drops(.audit(row.action)) else { return }
        let named = namedObject(of: row)
        guard twist.hidesActors || named != row.objectBits else {
            return try base.insert(row, hash: hash)
        }
        let twisted = AuditRow(
            number: row.number,
            at: row.at,
            actor: twist.hidesActors ? nil : row.actor,
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
        case .journalsPosted where twist.namesLastJournal:
            lastJournal.value?.rawValue ?? row.objectBits
        default: row.objectBits
        }
    }
}

extension BookTwist {
    /// Returns the key under which failed attempts are counted.
    fileprivate func key(_ key: AttemptKey) -> AttemptKey {
        guard joinsPlaces, case .signIns(let nameBits, _) = key else { return key }
        return .signIns(nameBits: nameBits, placeBits: 0)
    }
}

extension StoredAccount {
    /// Returns the account with other limits.
    func with(limits: AccountLimits) -> StoredAccount {
        with(limits: limits, account.counters)
    }

    /// Returns the account with another sum of pending credits.
    func with(announced creditsPending: Int64) -> StoredAccount {
        let known = account.counters
        let counters = AccountCounters(
            debitsPending: known.debitsPending,
            debitsPosted: known.debitsPosted,
            creditsPending: creditsPending,
            creditsPosted: known.creditsPosted
        )
        return with(limits: account.limits, counters ?? known)
    }

    private func with(limits: AccountLimits, _ counters: AccountCounters) -> StoredAccount {
        let known = account
        guard
            let changed = Account(
                id: known.id,
                currency: known.currency,
                normalBalance: known.normalBalance,
                openedAt: known.openedAt,
                limits: limits,
                isClosed: known.isClosed,
                counters: counters,
                version: known.version
            )
        else { return self }
        var stored = self
        stored.account = changed
        return stored
    }
}
