import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerService
import MoneyCore

/// Tables of users, sessions, intents and the audit log.
struct PeopleTables: Sendable {
    /// Audit row with its chain hash.
    struct AuditLine: Sendable {
        let row: AuditRow
        let hash: Digest256
    }

    /// Time and reason of the explicit end of a session.
    struct SessionEnding: Sendable {
        let at: Instant
        let reason: SessionEnd
    }

    /// Key of a used allowance: the user, the day and the currency.
    struct AllowanceKey: Hashable, Sendable {
        let userID: UserID
        let day: BusinessDate
        let currency: Currency
    }

    /// The users in the order in which they were added.
    var users: [UserRecord] = []
    var userPlaces: [UserID: Int] = [:]
    /// The identifiers by the bytes of the user names; texts that only look alike differ.
    var userNames: [[UInt8]: UserID] = [:]
    var tries: [AttemptKey: AttemptRecord] = [:]
    /// The time of each user's last sign-in at each remembered place.
    var places: [UserID: [UInt128: Instant]] = [:]
    /// The sessions as they were opened; their ends are in a separate table.
    var sessions: [SessionID: SessionRecord] = [:]
    var sessionTokens: Set<Digest256> = []
    var sessionEnds: [SessionID: SessionEnding] = [:]
    /// The used steps of each user, ascending.
    var usedSteps: [UserID: [TimeStep]] = [:]
    /// The total that each user has moved on a day, in minor units.
    var allowances: [AllowanceKey: Int64] = [:]
    var intents: [IntentKey: IntentRecord] = [:]
    /// The audit rows; the row at index n has the number n + 1.
    var audit: [AuditLine] = []
}
