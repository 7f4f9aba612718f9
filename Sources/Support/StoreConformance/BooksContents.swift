import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerCore
package import LedgerService
import SyncCore

/// All sample data that a store returns, to compare states of one store or two stores.
package struct BooksContents: Hashable, Sendable {
    let ledger: LedgerContents
    private(set) var people: PeopleContents
    let keys: KeyContents
    private(set) var users: [UserContents]

    /// Reads all data under the numbers of the samples.
    package init(_ reader: any LedgerReading) throws {
        ledger = try LedgerContents(reader)
        people = try PeopleContents(reader)
        keys = try KeyContents(reader)
        let accounts = ledger.accounts.map(\.account.id)
        users = try people.users.map { try UserContents($0.id, accounts, reader) }
    }

    /// Returns these contents with the counted tries of others, which a restart changes.
    func replacingTries(by other: BooksContents) -> BooksContents {
        var contents = self
        contents.people.tries = other.people.tries
        for (place, user) in zip(users.indices, other.users) {
            contents.users[place].tries = user.tries
        }
        return contents
    }

    /// The numbers of the samples that are read.
    fileprivate static let numbers = 1...9
}

/// Accounts, transfers and entries of some books.
struct LedgerContents: Hashable, Sendable {
    let epoch: UInt64
    let feedHead: Int64
    let latestBookedAt: Instant
    let accounts: [StoredAccount]
    let transfers: [TransferRecord?]
    let journals: [JournalRecord?]
    let due: [DuePending]
    let holds: [HoldRecord]
    let exported: [ExportedTransfer]
    var rows: [FeedRow] = []

    init(_ reader: any LedgerReading) throws {
        let numbers = BooksContents.numbers
        epoch = try reader.epoch()
        feedHead = try reader.feedHead()
        latestBookedAt = try reader.latestBookedAt()
        accounts = try reader.accounts()
        transfers = try numbers.map { try reader.transfer(Sample.id($0)) }
        journals = try numbers.map { try reader.journal(Sample.id($0)) }
        due = try reader.duePendings(at: Sample.later(10_000), limit: 100)
        holds = try accounts.flatMap { try reader.pendingHolds(of: $0.account.id) }
        exported = try reader.exportedTransfers(ExportFilter(), after: 0, limit: 100)
        for id in accounts.map(\.account.id) {
            rows += try reader.entries(of: id, .afterAccountSequence(0), limit: 100)
            rows += try reader.changes(in: .account(id), after: 0, limit: 100)
        }
    }
}

/// Users, sessions, intents and the audit log of some books.
struct PeopleContents: Hashable, Sendable {
    let users: [UserRecord]
    let sessions: [SessionRecord?]
    let intents: [IntentRecord?]
    let auditHead: Digest256
    let auditRows: [AuditRow]
    let stamps: [StampRecord?]
    let evidence: [SubmittedEvidence]
    fileprivate(set) var tries: [AttemptRecord]

    init(_ reader: any LedgerReading) throws {
        let numbers = BooksContents.numbers
        users = try reader.users()
        sessions = try numbers.map { try reader.session(Sample.id($0)) }
        intents = try numbers.map { try reader.intent(Sample.id($0)) }
        auditHead = try reader.auditHead().hash
        auditRows = try reader.auditRows(after: 0, limit: 100)
        stamps = try numbers.map { try reader.stamp(of: Sample.id($0)) }
        evidence = try reader.evidence(after: 0, limit: 100).map(\.evidence)
        tries = try numbers.flatMap { name in
            try numbers.map { place in
                let key = AttemptKey.signIns(nameBits: UInt128(name), placeBits: UInt128(place))
                return try reader.tries(under: key)
            }
        }
    }
}

/// Master keys, sealed values and rate limits of some books.
struct KeyContents: Hashable, Sendable {
    let masterKeys: [MasterKeyRecord]
    let sealed: [[SealedValue]]
    let sealingKeys: [Bool]
    let limits: [LimitRecord]

    init(_ reader: any LedgerReading) throws {
        masterKeys = try reader.masterKeys()
        sealed = try MasterKey.Purpose.allCases.map {
            try reader.sealedValues($0, after: nil, limit: 100)
        }
        sealingKeys = try BooksContents.numbers.map {
            try reader.hasSealedValue(under: MasterKey.Number($0))
        }
        limits = try reader.limits(at: .epoch)
    }
}

/// Rows of one user of some books.
struct UserContents: Hashable, Sendable {
    let rows: [FeedRow]
    let grants: [AccessGrant]
    let payees: [PayeeRecord?]
    let usedSteps: UsedSteps
    fileprivate(set) var tries: AttemptRecord
    let places: [Bool]
    let scopeVersion: Int64
    let openSessions: [SessionID]
    let grantedOnce: [Bool]
    let devices: [DeviceRecord?]
    let lastStamps: [StampRecord?]

    init(_ id: UserID, _ accounts: [AccountID], _ reader: any LedgerReading) throws {
        let numbers = BooksContents.numbers
        rows = try reader.changes(in: .user(id), after: 0, limit: 100)
        grants = try reader.grants(of: id)
        payees = try accounts.map { try reader.payee(of: id, with: $0) }
        usedSteps = try reader.usedSteps(of: id, since: TimeStep(number: 0))
        tries = try reader.tries(under: .transfers(id))
        places = try numbers.map { try reader.hasSignedIn(id, from: UInt128($0)) }
        scopeVersion = try reader.scopeVersion(of: id, upTo: reader.feedHead())
        openSessions = try reader.openSessions(of: id, at: Sample.start)
        grantedOnce = try accounts.map { try reader.wasGranted($0, to: id) }
        devices = try numbers.map { try reader.device(Sample.id($0), of: id) }
        lastStamps = try numbers.map { try reader.lastStamp(of: Sample.id($0), of: id) }
    }
}
