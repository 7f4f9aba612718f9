import CoreVocabulary
import IdentityCore
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

/// A row that a database transaction wrote and that a rule covers, in plain values.
///
/// Derived rows, such as those of the feed, are no facts. The consoles and the check of the books
/// verify them.
enum Fact: Hashable, Sendable {
    case transfer(Transfer, JournalID, index: Int, bookedAt: Instant, maker: UserID?)
    case entry(EntryRecord)
    case resolved(TransferID, PendingStatus, by: TransferID?, at: Instant)
    case journalRefused(JournalID, Rejection, index: Int?, at: Instant)
    case account(AccountID, ModelLedger.Counters, ModelLedger.Bounds, isClosed: Bool)
    case intent(IntentDecision, UserID, SessionID, reviewed: [UInt8])
    case told(IntentDecision, UserID)
    case stepSpent(UserID, Int64)
    case tries(UserID, Tries)
    case signInTries(name: Mark, place: Mark, Tries)
    case signInsForgotten(name: Mark)
    case newPlaces(name: Mark, fullAt: Instant)
    case delayTold(name: Mark, until: Instant)
    case placeSeen(UserID, Mark)
    case allowance(UserID, BusinessDate, Money)
    case sessionOpened(SessionID, UserID, openedAt: Instant, endsAt: Instant)
    case sessionEnded(SessionID, SessionEnd, at: Instant)
    case keysDestroyed(ofSessionsEndedBy: Instant, count: Int)
    case renewed(SessionID, generation: UInt32, nonce: [UInt8]?, at: Instant)
    case audited(
        AuditRow.Action,
        AuditRow.Result,
        by: UserID?,
        of: UInt128?,
        at: Instant,
        Int64,
        concerning: UserID?,
        AuditNote?
    )
    case granted(UserID, AccountID, AccountRecord.Access?)
    case payee(UserID, AccountID, name: String, isRemoved: Bool)
    case device(UserID, DeviceID)
    case stamp(IntentKey, DeviceID, Int64)
    case userChanged(UserID, Role, isDisabled: Bool)
    case wipeOrdered(UserID, SessionID?)
    case evidence(EntryRecord, ChainBreak, UserID, SessionID, at: Instant)
    case limit(LimitKey, fullAt: Instant)

    /// True if it is a booking, whose time counts as a time of the ledger.
    var isBooking: Bool {
        switch self {
        case .transfer, .entry, .resolved, .journalRefused: true
        default: false
        }
    }

    /// True if it is irreversible, so that a doubtful clock must not lead to it.
    var isForGood: Bool { if case .keysDestroyed = self { true } else { isBooking } }

    /// The state of failed attempts as the model counts them.
    struct Tries: Hashable, Sendable {
        var failures: UInt32 = 0
        var blockedUntil: Instant?
        var open: Int64 = 0
        /// Time at which the latest attempt began.
        var countedAt = Instant.epoch
    }

    /// A name or place of sign-ins, which the bank writes as bits that only its key can produce.
    enum Mark: Hashable, Sendable {
        case bits(UInt128)
        case name(String)
        case place(Int)
    }
}

/// All facts that one job of a commit wrote, in order.
struct JobFacts: Sendable {
    var facts: [Fact] = []

    /// The random identifiers of new objects, which the model cannot foresee.
    var names: MadeUpNames {
        var names = MadeUpNames()
        for fact in facts {
            switch fact {
            case .transfer(let transfer, let journal, _, _, _):
                names.transfer = transfer.id
                names.journal = journal
            case .journalRefused(let journal, _, _, _): names.journal = journal
            case .sessionOpened(let session, _, _, _): names.session = session
            default: break
            }
        }
        return names
    }

    /// Returns the facts with names and places instead of the bits that stand for them.
    func named(_ marks: [UInt128: Fact.Mark]) -> JobFacts {
        guard facts.contains(where: \.hasBits) else { return self }
        return JobFacts(facts: facts.map { $0.named(marks) })
    }

    /// Returns true if both contain the same facts, in any order.
    static func == (left: JobFacts, right: [Fact]) -> Bool {
        guard left.facts.count == right.count else { return false }
        if left.facts == right { return true }
        var counts: [Fact: Int] = [:]
        for fact in left.facts { counts[fact, default: 0] += 1 }
        for fact in right { counts[fact, default: 0] -= 1 }
        return counts.values.allSatisfy { $0 == 0 }
    }
}

/// Identifiers that the bank draws at random.
struct MadeUpNames: Sendable {
    var transfer: TransferID?
    var journal: JournalID?
    var session: SessionID?
}

extension Fact {
    fileprivate var hasBits: Bool {
        switch self {
        case .signInTries, .signInsForgotten, .newPlaces, .delayTold, .placeSeen: true
        default: false
        }
    }

    fileprivate func named(_ marks: [UInt128: Mark]) -> Fact {
        func named(_ mark: Mark) -> Mark {
            if case .bits(let bits) = mark { marks[bits] ?? mark } else { mark }
        }
        return switch self {
        case .signInTries(let name, let place, let tries):
            .signInTries(name: named(name), place: named(place), tries)
        case .signInsForgotten(let name): .signInsForgotten(name: named(name))
        case .newPlaces(let name, let fullAt): .newPlaces(name: named(name), fullAt: fullAt)
        case .delayTold(let name, let end): .delayTold(name: named(name), until: end)
        case .placeSeen(let user, let place): .placeSeen(user, named(place))
        default: self
        }
    }
}
