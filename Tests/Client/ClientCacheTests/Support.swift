@testable import ClientCache
import ClientService
import ClientStorageMemory
import CoreVocabulary
import Cryptography
import Glibc
import IdentityCore
import MoneyCore
import SyncCore
import Testing
import WireProtocol

/// A folder that is removed when the test is over.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/counterfoil-test-XXXXXX".utf8CString)
        path = try template.withUnsafeMutableBufferPointer { buffer in
            let base = try #require(buffer.baseAddress)
            return String(cString: try #require(mkdtemp(base)))
        }
    }

    deinit {
        Self.remove(path)
    }

    /// Every file below the folder.
    func files() throws -> [String] {
        try Self.files(below: path)
    }

    private static func files(below path: String) throws -> [String] {
        try FileSystem.names(in: path).flatMap { name in
            let child = "\(path)/\(name)"
            return FileSystem.isFolder(child) ? try files(below: child) : [child]
        }
    }

    private static func remove(_ path: String) {
        let names = (try? FileSystem.names(in: path)) ?? []
        for name in names {
            let child = "\(path)/\(name)"
            if FileSystem.isFolder(child) { remove(child) } else { unlink(child) }
        }
        rmdir(path)
    }
}

/// The bytes of a file.
func contents(of path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return bytes }
        bytes.append(contentsOf: buffer[..<count])
    }
}

func write(_ bytes: [UInt8], to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    try #require(write(descriptor, bytes, bytes.count) == bytes.count)
}

func mode(of path: String) throws -> mode_t {
    var status = stat()
    try #require(lstat(path, &status) == 0)
    return status.st_mode & 0o7777
}

func key(_ byte: UInt8 = 3) -> SharedSecret {
    let secret = SharedSecret(capacity: 32)
    for _ in 0..<32 { secret.append(byte) }
    return secret
}

/// Values to store.
enum Sample {
    static let user = UserID(rawValue: 0x77)
    static let savings = AccountID(rawValue: 0xA1)
    static let current = AccountID(rawValue: 0xA2)
    static let time = Instant(secondsSinceEpoch: 1_790_000_000)
    static let currency = Currency.indianRupee
    static let holder = "Holder-Ashalata-Deshpande"
    static let counterparty = "Counterparty-Meenakshi"
    static let reference = "Reference-Chandrashekhar"
    static let payeeName = "Payee-Vishwanathan"
    /// A text of digits no other field has.
    static let number = "90817263544536271809"
    /// An amount whose eight bytes stand nowhere else.
    static let amount: Int64 = 0x0123_4567_89AB

    static func account(
        _ accountID: AccountID = savings,
        heldMinorUnits: Int64 = 0
    ) -> AccountRecord {
        AccountRecord(
            accountID: accountID,
            number: number,
            branchCode: "SAHY0000001",
            holder: holder,
            product: "Savings",
            currency: currency,
            heldMinorUnits: heldMinorUnits,
            minimumBalanceMinorUnits: 0,
            isClosed: false,
            access: .operate,
            accountSequence: 0
        )
    }

    static func hold(
        _ number: UInt128,
        of accountID: AccountID = savings,
        status: HoldRecord.Status = .pending
    ) -> HoldRecord {
        HoldRecord(
            transferID: TransferID(rawValue: number),
            accountID: accountID,
            amount: Money(minorUnits: amount, currency: currency),
            counterparty: counterparty,
            reference: reference,
            heldAt: time.adding(seconds: Int64(number)),
            expiresAt: nil,
            status: status
        )
    }

    static func payee(_ accountID: AccountID, isRemoved: Bool = false) -> PayeeRecord {
        PayeeRecord(
            accountID: accountID,
            name: payeeName,
            number: number,
            branchCode: "SAHY0000001",
            currency: currency,
            isRemoved: isRemoved
        )
    }

    static func entries(
        _ count: Int64,
        of accountID: AccountID = savings,
        amount: Int64 = amount
    ) throws -> [EntryRecord] {
        let day = try #require(BusinessDate(dayNumber: 20_000))
        return (1...count).map { sequence in
            EntryRecord(
                accountID: accountID,
                accountSequence: sequence,
                journalID: JournalID(rawValue: UInt128(sequence)),
                transferID: TransferID(rawValue: UInt128(sequence)),
                amount: Money(minorUnits: amount, currency: currency),
                balanceAfterMinorUnits: amount * sequence,
                bookedAt: time.adding(seconds: sequence),
                valueDate: day,
                code: 1,
                counterparty: counterparty,
                reference: "\(reference) \(sequence)"
            )
        }
    }

    /// A feed of two accounts with their entries, a hold and a payee.
    static func feed(_ count: Int64 = 10) throws -> [FeedChange] {
        var changes: [FeedChange] = [
            .account(account()), .account(account(current)), .hold(hold(1)),
            .payee(payee(AccountID(rawValue: 0xB1))),
        ]
        let other = try entries(count, of: current)
        for (first, second) in zip(try entries(count), other) {
            changes += [.entry(first), .entry(second)]
        }
        return changes
    }

    /// The same feed without one entry of the first account.
    static func feed(_ count: Int64, without sequence: Int64) throws -> [FeedChange] {
        try feed(count).filter { change in
            guard case .entry(let entry) = change else { return true }
            return entry.accountID != savings || entry.accountSequence != sequence
        }
    }

    /// What a bank tells of accounts and payees that has said this feed.
    static func told(of request: RecordsRequest, in feed: [FeedChange]) -> ToldRecords {
        let part = RecordPart(accountIDs: request.accountIDs, hasPayees: request.hasPayees)
        return ToldRecords(
            accountCount: request.accountIDs.count,
            changes: told(of: part, in: feed[..<Int(request.at.feedSequence)]),
            hasPayees: request.hasPayees
        )
    }

    /// The accounts with their pending holds, and the payees, as a feed leaves them.
    static func told(of part: RecordPart, in feed: some Sequence<FeedChange>) -> [FeedChange] {
        var accounts: [AccountID: AccountRecord] = [:]
        var holds: [TransferID: HoldRecord] = [:]
        var payees: [AccountID: PayeeRecord] = [:]
        for change in feed {
            switch change {
            case .account(let account): accounts[account.accountID] = account
            case .hold(let hold): holds[hold.transferID] = hold.status == .pending ? hold : nil
            case .payee(let payee): payees[payee.accountID] = payee.isRemoved ? nil : payee
            case .accessRevoked(let accountID): accounts[accountID] = nil
            case .entry, .decision: break
            }
        }
        var told: [FeedChange] = []
        for account in part.accountIDs.compactMap({ accounts[$0] }) {
            told.append(.account(account))
            told += holds.values.filter { $0.accountID == account.accountID }.map { .hold($0) }
        }
        if part.hasPayees { told += payees.values.map { .payee($0) } }
        return told
    }

    static func batch(
        _ feed: [FeedChange],
        from start: Int = 0,
        to end: Int? = nil,
        epoch: UInt64 = 1
    ) -> FeedBatch {
        let end = end ?? feed.count
        return FeedBatch(
            changes: Array(feed[start..<end]),
            cursor: Cursor(epoch: epoch, feedSequence: Int64(end)),
            head: Cursor(epoch: epoch, feedSequence: Int64(feed.count))
        )
    }

    static func transfer(_ number: UInt128 = 1) throws -> OutboxRecord {
        let day = try #require(BusinessDate(dayNumber: 20_000))
        return OutboxRecord(
            reviewed: ReviewedTransfer(
                intentKey: IntentKey(rawValue: number),
                debitAccountID: savings,
                creditorAccountID: AccountID(rawValue: 0xB1),
                payeeName: payeeName,
                amountMinorUnits: amount,
                feeMinorUnits: 0,
                currencyCode: "INR",
                valueDate: day,
                reference: reference
            ),
            proof: AuthorisationProof(
                sessionID: SessionID(rawValue: 9),
                claimedAt: time,
                code: [1, 2, 3]
            ),
            queuedAt: time
        )
    }
}

/// The two kinds of record, for the tests that every record must pass.
enum RecordKind: String, CaseIterable, CustomTestStringConvertible {
    case inMemory = "in memory"
    case sealed = "sealed in a file"

    var testDescription: String { rawValue }

    /// Makes an empty record; the folder must outlive it.
    func make(in folder: TemporaryFolder) throws -> any RecordStore {
        switch self {
        case .inMemory: InMemoryRecordStore()
        case .sealed:
            try SealedFileStorage(folder: folder.path)
                .open(userID: Sample.user, storageKey: key()).records
        }
    }
}

extension RecordStore {
    /// Applies a whole feed.
    func take(_ feed: [FeedChange], step: Int = 7, epoch: UInt64 = 1) async throws {
        while true {
            let cursor = try await state().cursor
            let start = Int(cursor?.feedSequence ?? 0)
            if start >= feed.count { return }
            let batch = Sample.batch(
                feed,
                from: start,
                to: min(feed.count, start + step),
                epoch: epoch
            )
            _ = try await apply(batch, after: cursor, serverTime: Sample.time)
        }
    }

    /// Everything that can be read, in one value.
    func everything() async throws -> [String] {
        var lines = ["\(try await state())"]
        for account in try await accounts() {
            let accountID = account.record.accountID
            lines.append("\(account)")
            lines += try await entries(of: accountID, sequences: 1...Int64.max).map { "\($0)" }
            lines += try await holds(of: accountID).map { "\($0)" }
            let last = try await chainHash(of: accountID, at: account.head.accountSequence)
            lines.append("\(String(describing: last))")
        }
        lines += try await payees().map { "\($0)" }
        return lines
    }
}
