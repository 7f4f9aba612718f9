import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore

/// Everything that the model holds true of the bank, as one value.
///
/// It begins with what the town was founded with and changes only by the model's own rules.
struct ModelState: Sendable {
    var ledger = ModelLedger()
    var intents: [IntentKey: Intent] = [:]
    var people: [UserID: Person] = [:]
    var sessions: [SessionID: Session] = [:]
    /// The consoles that each user was seen at.
    var devices: Set<Device> = []
    /// The intents that came with a stamp that counted.
    var stamped: Set<IntentKey> = []
    /// The hash of the last stamp with each number, which the stamp after it has to name.
    var stampHashes: [Device: [Int64: Digest256]] = [:]
    /// When each bucket will be full again.
    var buckets: [LimitKey: Instant] = [:]
    /// When the bucket of sign-ins from new places will be full again, by name.
    var newPlaces: [String: Instant] = [:]
    /// The end of the delay of sign-ins that the audit log tells of, by name.
    var toldDelays: [String: Instant] = [:]
    /// Failed sign-ins, by name and place; names that nobody has are counted as well.
    var signIns: [SignIn: Fact.Tries] = [:]
    /// What each user has moved on a day.
    var moved: [Allowance: Int64] = [:]
    /// Entries that users submitted as evidence and that are kept.
    var evidence: [UserID: Set<EntryRecord>] = [:]
    /// Sessions whose console was told to wipe.
    var wipeOrders: Set<SessionID> = []
    /// The nonces of orders to wipe that were told to be carried out.
    var wiped: Set<[UInt8]> = []
    /// The lines of the audit log that tell the time.
    var toldTimes = ToldTimes()
    /// Which life of the books it is.
    var epoch: UInt64 = 0

    /// A key that was decided.
    struct Intent: Sendable {
        let user: UserID
        /// Empty for a key that was taken back before it came.
        let reviewed: [UInt8]
        let decision: IntentDecision
    }

    /// Somebody who may sign in.
    struct Person: Sendable {
        var role: Role
        var isDisabled = false
        /// Wrong codes for transfers; sign-ins are counted apart.
        var tries = Fact.Tries()
        /// From where the person has signed in, and when last; places that are too many are forgotten.
        private(set) var places: [Int: Instant] = [:]
        var spentSteps: Set<Int64> = []
        var grants: [AccountID: AccountRecord.Access] = [:] {
            didSet { everGranted.formUnion(grants.keys) }
        }
        /// The accounts that the person may see now, or could see once.
        private(set) var everGranted: Set<AccountID> = []
        var payees: [AccountID: Payee] = [:]

        /// Remembers a place; of more than the limit the oldest is forgotten.
        ///
        /// Of places that were seen at one instant the bank keeps the one with the lowest bits.
        mutating func remember(_ place: Int, at now: Instant, limit: Int) {
            places[place] = now
            guard places.count > limit else { return }
            let bits = SignInMarks.bitsOfPlaces
            let newest = places.sorted { left, right in
                guard left.value == right.value else { return left.value > right.value }
                return bits[left.key, default: 0] < bits[right.key, default: 0]
            }
            for (forgotten, _) in newest.dropFirst(limit) { places[forgotten] = nil }
        }
    }

    /// A name under which somebody tries to sign in, and from where.
    struct SignIn: Hashable, Sendable {
        let name: String
        let place: Int
    }

    /// A user, a day of the bank and a currency.
    struct Allowance: Hashable, Sendable {
        let user: UserID
        let day: BusinessDate
        let currency: Currency
    }

    /// An account that somebody may pay.
    struct Payee: Hashable, Sendable {
        var name: String
        var isRemoved = false
    }

    /// A session that was begun.
    struct Session: Sendable {
        let user: UserID
        let role: Role
        let openedAt: Instant
        let endsAt: Instant
        var endedAt: Instant?
        var endedFor: SessionEnd?
        var generation: UInt32 = 0
        var nonce: [UInt8]?
        var renewedAt: Instant
        /// The end unless it is renewed; a renewal never brings it nearer.
        var idleEndsAt: Instant
        /// True if the keys are kept that its codes and its renewals are checked with.
        var hasKeys = true

        /// The first instant of which nobody can claim any more that it lived then.
        var lastsUntil: Instant { endedAt.map { min($0, endsAt) } ?? endsAt }

        /// Whether it lives: nobody ended it, whatever the clock said then, and its time is not over.
        func lives(at now: Instant) -> Bool { endedAt == nil && now < endsAt }
    }

    /// A console of a user.
    struct Device: Hashable, Sendable {
        let user: UserID
        let id: DeviceID
    }

    /// What the town is founded with.
    static let founding: ModelState = {
        var state = ModelState()
        for account in Town.accounts { state.ledger.open(account) }
        for person in Town.people { state.people[person.id] = Person(role: person.role) }
        for (person, account) in Town.grants {
            state.people[Town.people[person].id]?.grants[Town.accounts[account].id] = .operate
        }
        for (person, account) in Town.payees {
            let payee = Payee(name: "\(Town.accounts[account].word) (known)")
            state.people[Town.people[person].id]?.payees[Town.accounts[account].id] = payee
        }
        for account in Town.accounts where account.openingMinorUnits > 0 {
            _ = state.ledger.post(account.deposit, at: WorldTime.start)
        }
        return state
    }()
}
