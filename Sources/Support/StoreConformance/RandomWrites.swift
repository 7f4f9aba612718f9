import CoreVocabulary
import IdentityCore
import LedgerCore
package import LedgerService
import SyncCore

/// Random writes chosen by a seed, many of which a store has to refuse.
///
/// Two stores given the same writes must accept and refuse the same, and contain the same
/// afterwards.
package struct RandomWrites: Sendable {
    private static let kindCount: UInt64 = 29
    private static let numberCount: UInt64 = 5
    private static let groupSize = 4

    private var random: SplitMix64

    /// Creates the sequence of a seed.
    package init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    /// Tries some random writes in a transaction, and returns the outcome of each with its result.
    package mutating func run(_ count: Int, in books: any LedgerTransaction) throws -> [String] {
        var outcomes: [String] = []
        for _ in 0..<count {
            if number() == 1 {
                outcomes += try takenBack(in: books)
            } else {
                outcomes.append(try one(in: books))
            }
        }
        return outcomes
    }

    /// Tries some writes and rolls all of them back.
    private mutating func takenBack(in books: any LedgerTransaction) throws -> [String] {
        var outcomes: [String] = []
        try books.takeBack {
            for _ in 0..<Self.groupSize { outcomes.append(try one(in: books)) }
        }
        return outcomes
    }

    private mutating func one(in books: any LedgerTransaction) throws -> String {
        let kind = random.next() % Self.kindCount
        do {
            return "\(kind): \(try books.savepoint { try write(kind, in: books) })"
        } catch {
            return "\(kind): refused"
        }
    }

    private mutating func write(_ kind: UInt64, in books: any LedgerTransaction) throws -> String {
        switch kind {
        case 0...9: try writeLedger(kind, in: books)
        default: return try writePeople(kind, in: books)
        }
        return "taken"
    }

    private mutating func writeLedger(_ kind: UInt64, in books: any LedgerTransaction) throws {
        switch kind {
        case 0: try books.insert(Sample.account(number(), named: "\(number() as Int)"))
        case 1, 2: try books.insert(transfer())
        case 3: try books.insert(Sample.resolution(number()))
        case 4: try books.insert(Sample.hold(number(), of: number()))
        case 5, 6: try writeEntry(in: books)
        case 7: try books.insert(refused: Sample.refusedJournal(number()))
        case 8: try writeChange(in: books)
        default: try books.book(transfer())
        }
    }

    private mutating func writePeople(
        _ kind: UInt64,
        in books: any LedgerTransaction
    ) throws -> String {
        switch kind {
        case 10: try books.insert(Sample.user(number(), named: "name\(number() as Int)"))
        case 11: try books.insert(Sample.session(number(), of: number(), token: number()))
        case 12: return "\(try books.endSession(id(), for: .revoked, at: Sample.later(3)))"
        case 13:
            let step = TimeStep(number: number())
            return "\(try books.insertUsedStep(step, of: id(), at: Sample.start))"
        case 14: try books.insert(Sample.intent(number(), user: number(), session: number()))
        case 15:
            let line = try books.auditHead().number + number() / 2
            try books.insert(Sample.line(line), hash: Sample.digest(Int(line)))
        case 16:
            let access = AccountRecord.Access(rawValue: number())
            try books.insert(Sample.grant(number(), number(), access, at: number()))
        case 17:
            let payee = Sample.payee(number(), named: "Payee \(number() as Int)")
            try books.insert(payee, of: id(), feedSequence: number())
        case 18:
            let tries = AttemptRecord(openTryCount: number() - 2)
            try books.update(tries, under: .transfers(id()))
        case 19: return try writeKey(in: books)
        default: try writeConsoles(kind, in: books)
        }
        return "taken"
    }

    private mutating func writeConsoles(_ kind: UInt64, in books: any LedgerTransaction) throws {
        switch kind {
        case 20:
            let key = LimitKey(.requestsOfUser, of: number())
            try books.update(LimitRecord(key: key, fullAt: Sample.later(number())))
        case 21: try books.removeLimits(fullBy: Sample.later(number() / 2))
        case 22:
            let (user, role): (UserID, Role) = (id(), Role.allCases[number() - 1])
            try books.insert(
                UserChange(userID: user, role: role, isDisabled: number() > 3, changedAt: .epoch)
            )
        case 23: try books.insert(Sample.device(number(), of: number()))
        case 24:
            let (user, seenAt): (UserID, Instant) = (id(), Sample.later(number()))
            try books.insertPlace(number(), of: user, at: seenAt, limit: 2)
        case 25: try books.removeSignIns(countedBy: .epoch, beyond: number() / 2)
        case 26:
            let key = AttemptKey.signIns(nameBits: number(), placeBits: number())
            let tries = AttemptRecord(openTryCount: 1, countedAt: Sample.later(number()))
            try books.update(tries, under: key)
        case 27: try books.insert(Sample.stamp(number(), at: number() - 1, device: number()))
        default:
            try books.insert(
                Sample.evidence(number(), of: number(), account: number(), session: number())
            )
        }
    }

    private mutating func writeEntry(in books: any LedgerTransaction) throws {
        guard let stored = try books.account(id()) else { return }
        let side = number() > 2 ? Side.debit : .credit
        let entry = stored.entry(of: try Sample.transfer(number()), on: side)
        let feedHead = try books.feedHead()
        try books.insert(
            entry,
            side: side,
            chainHash: Sample.digest(number()),
            feedSequence: feedHead + number() / 2,
            groupSequence: feedHead
        )
        let head = ChainHead(
            accountID: stored.account.id,
            accountSequence: entry.accountSequence,
            balanceMinorUnits: 0,
            hash: Sample.digest(number())
        )
        try books.update(stored.changed(head: head))
    }

    private mutating func writeChange(in books: any LedgerTransaction) throws {
        let sequence = try books.feedHead() + number() / 2
        let row = Sample.row(sequence, .accessRevoked(id()))
        let scope: FeedRow.Scope = number() > 2 ? .user(id()) : .account(id())
        try books.insert(row, scope: scope, backfillCount: number() - 2)
    }

    private mutating func writeKey(in books: any LedgerTransaction) throws -> String {
        let key: MasterKey.Number = number()
        switch number() as Int {
        case 1, 2:
            try books.insert(MasterKeyRecord(number: key, proof: [6], beganAt: Sample.start))
        case 3: return "\(try books.endMasterKey(key, at: Sample.later(4)))"
        default:
            let purposes = MasterKey.Purpose.allCases
            let purpose = purposes[number() % purposes.count]
            let sealed = SealedHeader(number: key).bytes + [1]
            try books.update(Sample.sealed(purpose, of: number(), sealed))
        }
        return "taken"
    }

    private mutating func transfer() throws -> TransferRecord {
        let other: TransferID = id()
        let kinds: [TransferKind] = [
            .direct, .pend(expiresAt: Sample.later(number())), .pend(expiresAt: nil), .post(other),
            .reversal(of: other),
        ]
        return try Sample.transfer(
            number(),
            number(),
            number(),
            number() - 1,
            kind: kinds[number() - 1],
            journal: number(),
            index: number() - 1,
            // One time for all, because the booked time never decreases, and a store may rely on
            // that.
            bookedAt: Sample.later(9)
        )
    }

    private mutating func id<Subject>() -> Identifier<Subject> { Sample.id(number()) }

    private mutating func number<Number: BinaryInteger>() -> Number {
        Number(random.next() % Self.numberCount) + 1
    }
}
