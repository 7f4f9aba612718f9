import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

/// Books that forward every read, so that a planted bug implements only what it changes.
protocol ForwardedReading: LedgerReading {
    /// The true books, for reading.
    var reader: any LedgerReading { get }
}

extension ForwardedReading {
    func account(_ id: AccountID) throws -> StoredAccount? { try reader.account(id) }
    func account(number: String) throws -> AccountID? { try reader.account(number: number) }
    func accounts() throws -> [StoredAccount] { try reader.accounts() }
    func transfer(_ id: TransferID) throws -> TransferRecord? { try reader.transfer(id) }
    func journal(_ id: JournalID) throws -> JournalRecord? { try reader.journal(id) }

    func narrativeDigest(of id: JournalID) throws -> Digest256? {
        try reader.narrativeDigest(of: id)
    }

    func latestBookedAt() throws -> Instant { try reader.latestBookedAt() }

    func duePendings(at instant: Instant, limit: Int) throws -> [DuePending] {
        try reader.duePendings(at: instant, limit: limit)
    }

    func hold(_ transferID: TransferID, of accountID: AccountID) throws -> HoldRecord? {
        try reader.hold(transferID, of: accountID)
    }

    func pendingHolds(of accountID: AccountID) throws -> [HoldRecord] {
        try reader.pendingHolds(of: accountID)
    }

    func exportedTransfers(
        _ filter: ExportFilter,
        after position: Int64,
        limit: Int
    ) throws -> [ExportedTransfer] {
        try reader.exportedTransfers(filter, after: position, limit: limit)
    }

    func user(named name: String) throws -> UserRecord? { try reader.user(named: name) }
    func user(_ id: UserID) throws -> UserRecord? { try reader.user(id) }
    func users() throws -> [UserRecord] { try reader.users() }
    func tries(under key: AttemptKey) throws -> AttemptRecord { try reader.tries(under: key) }

    func hasSignedIn(_ userID: UserID, from placeBits: UInt128) throws -> Bool {
        try reader.hasSignedIn(userID, from: placeBits)
    }

    func session(_ id: SessionID) throws -> SessionRecord? { try reader.session(id) }

    func usedSteps(of userID: UserID, since step: TimeStep) throws -> UsedSteps {
        try reader.usedSteps(of: userID, since: step)
    }

    func usedAllowance(
        of userID: UserID,
        on day: BusinessDate,
        in currency: Currency
    ) throws -> Money {
        try reader.usedAllowance(of: userID, on: day, in: currency)
    }

    func auditHash(at number: Int64) throws -> Digest256? { try reader.auditHash(at: number) }
    func intent(_ key: IntentKey) throws -> IntentRecord? { try reader.intent(key) }
    func auditHead() throws -> (number: Int64, hash: Digest256) { try reader.auditHead() }

    func auditRows(after number: Int64, limit: Int) throws -> [AuditRow] {
        try reader.auditRows(after: number, limit: limit)
    }

    func epoch() throws -> UInt64 { try reader.epoch() }
    func feedHead() throws -> Int64 { try reader.feedHead() }
    func grants(of userID: UserID) throws -> [AccessGrant] { try reader.grants(of: userID) }

    func grants(of userID: UserID, givenAfter sequence: Int64, limit: Int) throws -> [AccessGrant] {
        try reader.grants(of: userID, givenAfter: sequence, limit: limit)
    }

    func grant(of userID: UserID, for accountID: AccountID) throws -> AccessGrant? {
        try reader.grant(of: userID, for: accountID)
    }

    func grantsWithNews(
        of userID: UserID,
        after sequence: Int64,
        upTo last: Int64,
        limit: Int
    ) throws -> [(feedSequence: Int64, grant: AccessGrant)] {
        try reader.grantsWithNews(of: userID, after: sequence, upTo: last, limit: limit)
    }

    func groupSequence(after sequence: Int64) throws -> Int64? {
        try reader.groupSequence(after: sequence)
    }

    func accountsLost(
        by userID: UserID,
        since sequence: Int64,
        after last: AccountID?,
        limit: Int
    ) throws -> [AccountID] {
        try reader.accountsLost(by: userID, since: sequence, after: last, limit: limit)
    }

    func payee(of userID: UserID, with accountID: AccountID) throws -> PayeeRecord? {
        try reader.payee(of: userID, with: accountID)
    }

    func payees(of userID: UserID, upTo sequence: Int64) throws -> [PayeeRecord] {
        try reader.payees(of: userID, upTo: sequence)
    }

    func entries(of accountID: AccountID, _ order: EntryOrder, limit: Int) throws -> [FeedRow] {
        try reader.entries(of: accountID, order, limit: limit)
    }

    func changes(in scope: FeedRow.Scope, after sequence: Int64, limit: Int) throws -> [FeedRow] {
        try reader.changes(in: scope, after: sequence, limit: limit)
    }

    func masterKeys() throws -> [MasterKeyRecord] { try reader.masterKeys() }

    func sealedValues(
        _ purpose: MasterKey.Purpose,
        after owner: UInt128?,
        limit: Int
    ) throws -> [SealedValue] {
        try reader.sealedValues(purpose, after: owner, limit: limit)
    }

    func staleValues(
        _ purpose: MasterKey.Purpose,
        besides number: MasterKey.Number,
        limit: Int
    ) throws -> [SealedValue] {
        try reader.staleValues(purpose, besides: number, limit: limit)
    }

    func hasKeys(ofSessionsEndedBy instant: Instant) throws -> Bool {
        try reader.hasKeys(ofSessionsEndedBy: instant)
    }

    func hasSealedValue(under number: MasterKey.Number) throws -> Bool {
        try reader.hasSealedValue(under: number)
    }

    func scopeVersion(of userID: UserID, upTo sequence: Int64) throws -> Int64 {
        try reader.scopeVersion(of: userID, upTo: sequence)
    }

    func lastAccountChange(of accountID: AccountID, upTo sequence: Int64) throws -> FeedRow? {
        try reader.lastAccountChange(of: accountID, upTo: sequence)
    }

    func chains(of accountIDs: [AccountID], upTo sequence: Int64) throws -> [AccountLeaf] {
        try reader.chains(of: accountIDs, upTo: sequence)
    }

    func chainHashes(of accountID: AccountID, after places: [Int64]) throws -> [Digest256?] {
        try reader.chainHashes(of: accountID, after: places)
    }

    func accountsWithNews(after sequence: Int64, upTo last: Int64) throws -> [AccountID] {
        try reader.accountsWithNews(after: sequence, upTo: last)
    }

    func usersWithNews(after sequence: Int64, upTo last: Int64) throws -> [UserID] {
        try reader.usersWithNews(after: sequence, upTo: last)
    }

    func cursorKeys() throws -> [CursorKeyRecord] { try reader.cursorKeys() }

    func device(_ deviceID: DeviceID, of userID: UserID) throws -> DeviceRecord? {
        try reader.device(deviceID, of: userID)
    }

    func lastStamp(of deviceID: DeviceID, of userID: UserID) throws -> StampRecord? {
        try reader.lastStamp(of: deviceID, of: userID)
    }

    func stamp(
        of deviceID: DeviceID,
        of userID: UserID,
        at sequence: Int64
    ) throws -> StampRecord? {
        try reader.stamp(of: deviceID, of: userID, at: sequence)
    }

    func stamp(of key: IntentKey) throws -> StampRecord? { try reader.stamp(of: key) }

    func wasGranted(_ accountID: AccountID, to userID: UserID) throws -> Bool {
        try reader.wasGranted(accountID, to: userID)
    }

    func hasEvidence(_ digest: Digest256, of userID: UserID) throws -> Bool {
        try reader.hasEvidence(digest, of: userID)
    }

    func evidenceCount(of userID: UserID) throws -> Int64 { try reader.evidenceCount(of: userID) }
    func evidenceHead() throws -> Int64 { try reader.evidenceHead() }

    func evidence(
        after number: Int64,
        limit: Int
    ) throws -> [(number: Int64, evidence: SubmittedEvidence)] {
        try reader.evidence(after: number, limit: limit)
    }

    func signingKeys() throws -> [SigningKey] { try reader.signingKeys() }
    func sealedSigningKey(_ id: SigningKeyID) throws -> [UInt8]? { try reader.sealedSigningKey(id) }
    func renewal(of id: SessionID) throws -> RenewalRecord? { try reader.renewal(of: id) }

    func openSessions(of userID: UserID, at now: Instant) throws -> [SessionID] {
        try reader.openSessions(of: userID, at: now)
    }

    func sessionsNotEnded(of userID: UserID) throws -> [SessionID] {
        try reader.sessionsNotEnded(of: userID)
    }

    func sessionsNotEnded(atTerminal terminal: String) throws -> [SessionID] {
        try reader.sessionsNotEnded(atTerminal: terminal)
    }

    func hasSession(atTerminal terminal: String) throws -> Bool {
        try reader.hasSession(atTerminal: terminal)
    }

    func revokedTerminals() throws -> [String] { try reader.revokedTerminals() }
    func isRevoked(terminal: String) throws -> Bool { try reader.isRevoked(terminal: terminal) }
    func wipeOrder(nonce: [UInt8]) throws -> WipeOrder? { try reader.wipeOrder(nonce: nonce) }
    func wipeOrder(of id: SessionID) throws -> WipeOrder? { try reader.wipeOrder(of: id) }
    func limit(under key: LimitKey) throws -> Instant? { try reader.limit(under: key) }
    func limits(at now: Instant) throws -> [LimitRecord] { try reader.limits(at: now) }
}
