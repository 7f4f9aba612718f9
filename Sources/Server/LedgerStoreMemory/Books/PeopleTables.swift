import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerService
import MoneyCore

/// Users, sessions, what they asked for, and the audit log.
struct PeopleTables: Sendable {
    /// A line of the audit log with the hash over all up to it.
    struct AuditLine: Sendable {
        let row: AuditRow
        let hash: Digest256
    }

    /// When and why a session ended before its time.
    struct SessionEnding: Sendable {
        let at: Instant
        let reason: SessionEnd
    }

    /// Whose allowance, for which day, in which currency.
    struct AllowanceKey: Hashable, Sendable {
        let userID: UserID
        let day: BusinessDate
        let currency: Currency
    }

    /// In the order in which they were added.
    var users: [UserRecord] = []
    var userPlaces: [UserID: Int] = [:]
    /// By the bytes of the name: texts that only look alike are two.
    var userNames: [[UInt8]: UserID] = [:]
    var tries: [GuardKey: GuardRecord] = [:]
    /// The time of each user's last sign-in at each place that is remembered.
    var places: [UserID: [UInt128: Instant]] = [:]
    /// As they were opened; ends stand in a table of their own.
    var sessions: [SessionID: SessionRecord] = [:]
    var sessionTokens: Set<Digest256> = []
    var sessionEnds: [SessionID: SessionEnding] = [:]
    /// Ascending.
    var usedSteps: [UserID: [TimeStep]] = [:]
    /// The allowance used by each user on each day, in minor units.
    var allowances: [AllowanceKey: Int64] = [:]
    var intents: [IntentKey: IntentRecord] = [:]
    /// The line at place n has the number n + 1.
    var audit: [AuditLine] = []
}
