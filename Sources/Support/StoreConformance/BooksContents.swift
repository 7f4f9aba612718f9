import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerCore
public import LedgerService
import SyncCore

/// All sample data that a store returns, to compare states of one store or two stores.
public struct BooksContents: Hashable, Sendable {
    var epoch: UInt64
    var feedHead: Int64
    var latestBookedAt: Instant
    var accounts: [StoredAccount]
    var transfers: [TransferRecord?]
    var journals: [JournalRecord?]
    var due: [DuePending]
    var holds: [HoldRecord]
    var rows: [FeedRow] = []
    var exported: [ExportedTransfer]
    var users: [UserRecord]
    var grants: [AccessGrant] = []
    var payees: [PayeeRecord?] = []
    var usedSteps: [UsedSteps] = []
    var tries: [AttemptRecord] = []
    var places: [Bool] = []
    var sessions: [SessionRecord?]
    var intents: [IntentRecord?]
    var auditHead: Digest256
    var auditRows: [AuditRow]
    var masterKeys: [MasterKeyRecord]
    var sealed: [[SealedValue]]
    var sealingKeys: [Bool]
    var limits: [LimitRecord]
    var stamps: [StampRecord?]
    var lastStamps: [StampRecord?] = []
    var devices: [DeviceRecord?] = []
    var scopeVersions: [Int64] = []
    var openSessions: [[SessionID]] = []
    var evidence: [SubmittedEvidence]
    var grantedOnce: [Bool] = []

    /// Reads all data under the numbers of the samples.
    public init(_ reader: any LedgerReading) throws {
        let numbers = 1...9
        epoch = try reader.epoch()
        feedHead = try reader.feedHead()
        latestBookedAt = try reader.latestBookedAt()
        accounts = try reader.accounts()
        transfers = try numbers.map { try reader.transfer(Sample.transferID($0)) }
        journals = try numbers.map { try reader.journal(Sample.journalID($0)) }
        due = try reader.duePendings(at: Sample.later(10_000), limit: 100)
        holds = try accounts.flatMap { try reader.pendingHolds(of: $0.account.id) }
        exported = try reader.exportedTransfers(ExportFilter(), after: 0, limit: 100)
        users = try reader.users()
        sessions = try numbers.map { try reader.session(Sample.sessionID($0)) }
        intents = try numbers.map { try reader.intent(Sample.key($0)) }
        auditHead = try reader.auditHead().hash
        auditRows = try reader.auditRows(after: 0, limit: 100)
        masterKeys = try reader.masterKeys()
        sealed = try MasterKey.Purpose.allCases.map {
            try reader.sealedValues($0, after: nil, limit: 100)
        }
        sealingKeys = try numbers.map {
            try reader.hasSealedValue(under: MasterKey.Number($0))
        }
        limits = try reader.limits(at: .epoch)
        stamps = try numbers.map { try reader.stamp(of: Sample.key($0)) }
        evidence = try reader.evidence(after: 0, limit: 100).map(\.evidence)
        for name in numbers {
            tries += try numbers.map { place in
                let key = AttemptKey.signIns(nameBits: UInt128(name), placeBits: UInt128(place))
                return try reader.tries(under: key)
            }
        }
        for id in accounts.map(\.account.id) {
            rows += try reader.entries(of: id, .afterAccountSequence(0), limit: 100)
            rows += try reader.changes(in: .account(id), after: 0, limit: 100)
        }
        for id in users.map(\.id) {
            rows += try reader.changes(in: .user(id), after: 0, limit: 100)
            grants += try reader.grants(of: id)
            payees += try accounts.map { try reader.payee(of: id, with: $0.account.id) }
            usedSteps.append(try reader.usedSteps(of: id, since: TimeStep(number: 0)))
            tries.append(try reader.tries(under: .transfers(id)))
            places += try numbers.map { try reader.hasSignedIn(id, from: UInt128($0)) }
            scopeVersions.append(try reader.scopeVersion(of: id, upTo: feedHead))
            openSessions.append(try reader.openSessions(of: id, at: Sample.start))
            grantedOnce += try accounts.map { try reader.wasGranted($0.account.id, to: id) }
            for device in numbers.map(Sample.deviceID) {
                devices.append(try reader.device(device, of: id))
                lastStamps.append(try reader.lastStamp(of: device, of: id))
            }
        }
    }
}
