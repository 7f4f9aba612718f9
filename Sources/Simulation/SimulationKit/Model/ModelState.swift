import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerService
import MoneyCore
import SyncCore

/// The model's complete state of the bank, as one value.
///
/// It begins with the founding of the town and changes only by the model's own rules.
struct ModelState: Sendable {
    var ledger = ModelLedger()
    var intents: [IntentKey: Intent] = [:]
    var people: [UserID: Person] = [:]
    var sessions: [SessionID: Session] = [:]
    /// The consoles at which each user was seen.
    var devices: Set<Device> = []
    /// The intents whose stamp was accepted.
    var stamped: Set<IntentKey> = []
    /// The hash of the last stamp under each number, which the next stamp has to name.
    var stampHashes: [Device: [Int64: Digest256]] = [:]
    /// Times at which each rate limit's bucket is full again.
    var buckets: [LimitKey: Instant] = [:]
    /// Times at which the bucket of sign-ins from new places is full again, by name.
    var newPlaces: [String: Instant] = [:]
    /// Ends of the sign-in delays that the audit log reports, by name.
    var toldDelays: [String: Instant] = [:]
    /// Failed sign-ins by name and place, including names that nobody has.
    var signIns: [SignIn: Fact.Tries] = [:]
    /// The amounts that each user has moved, by day and currency.
    var moved: [Allowance: Int64] = [:]
    /// Entries that users submitted as evidence and that the bank keeps.
    var evidence: [UserID: Set<EntryRecord>] = [:]
    /// Sessions whose console was ordered to wipe.
    var wipeOrders: Set<SessionID> = []
    /// The nonces of wipe orders that a console reported as carried out.
    var wiped: Set<[UInt8]> = []
    /// The times of the audit rows that can bound the bank's clock.
    var toldTimes = ToldTimes()
    /// The current epoch of the books.
    var epoch: UInt64 = 0

    /// An intent with its decision.
    struct Intent: Sendable {
        let user: UserID
        /// The reviewed transfer; empty if the key was cancelled before the transfer arrived.
        let reviewed: [UInt8]
        let decision: IntentDecision
    }

    /// A user as the model knows them.
    struct Person: Sendable {
        var role: Role
        var isDisabled = false
        /// Wrong codes for transfers; failed sign-ins are counted in `signIns`.
        var tries = Fact.Tries()
        /// Places of sign-ins with the last time; beyond a limit the oldest are forgotten.
        private(set) var places: [Int: Instant] = [:]
        var spentSteps: Set<Int64> = []
        var grants: [AccountID: AccountRecord.Access] = [:] {
            didSet { everGranted.formUnion(grants.keys) }
        }
        /// All accounts that the user may see now or could see once.
        private(set) var everGranted: Set<AccountID> = []
        var payees: [AccountID: Payee] = [:]

        /// Remembers a place and forgets the oldest beyond the limit.
        ///
        /// Of places seen at the same instant, the bank keeps the one with the lowest bits.
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

    /// The name and the place of a sign-in attempt.
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

    /// An account that a user may pay.
    struct Payee: Hashable, Sendable {
        var name: String
        var isRemoved = false
    }

    /// A session that was opened.
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
        /// The idle end unless the session is renewed; a renewal never brings it nearer.
        var idleEndsAt: Instant
        /// True while the bank keeps the keys that check the session's codes and renewals.
        var hasKeys = true

        /// The first instant at which a late proof can no longer claim the session.
        var lastsUntil: Instant { endedAt.map { min($0, endsAt) } ?? endsAt }

        /// Returns true if nobody has ended the session and it has not reached its end.
        func lives(at now: Instant) -> Bool { endedAt == nil && now < endsAt }
    }

    /// A console of a user.
    struct Device: Hashable, Sendable {
        let user: UserID
        let id: DeviceID
    }

    /// The state in which the town is founded.
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
