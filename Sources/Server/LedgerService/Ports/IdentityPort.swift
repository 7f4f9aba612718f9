public import CoreVocabulary
public import Cryptography
public import IdentityCore
public import MoneyCore

/// Reads of who may do what, and of what was asked.
public protocol IdentityReading {
    /// The user with a name in lower case; nil when there is none.
    func user(named name: String) throws -> UserRecord?
    /// A user; nil when there is none.
    func user(_ id: UserID) throws -> UserRecord?
    /// All users in the order in which they were added.
    func users() throws -> [UserRecord]
    /// The tries that are counted under a key.
    func tries(under key: GuardKey) throws -> GuardRecord
    /// True if the place is one of those remembered from which a user signed in.
    func hasSignedIn(_ userID: UserID, from placeBits: UInt128) throws -> Bool
    /// A session; nil when there is none.
    func session(_ id: SessionID) throws -> SessionRecord?
    /// The steps from one on whose code a user has spent.
    func usedSteps(of userID: UserID, since step: TimeStep) throws -> UsedSteps
    /// The money that a user has moved on a day; zero for none.
    func usedAllowance(
        of userID: UserID,
        on day: BusinessDate,
        in currency: Currency
    ) throws -> Money
    /// What was asked and decided under a key; nil when it is new.
    func intent(_ key: IntentKey) throws -> IntentRecord?
    /// The last line of the audit log: its number and the hash over all; zero before the first.
    func auditHead() throws -> (number: Int64, hash: Digest256)
    /// The hash over the audit log up to a line; nil when there is no such line.
    func auditHash(at number: Int64) throws -> Digest256?
    /// Lines of the audit log, oldest first.
    func auditRows(after number: Int64, limit: Int) throws -> [AuditRow]
}

/// Writes of who may do what, and of what was asked.
public protocol IdentityWriting {
    /// Adds a user.
    func insert(_ user: UserRecord) throws
    /// Replaces the tries that are counted under a key.
    func update(_ tries: GuardRecord, under key: GuardKey) throws
    /// Removes the tries of sign-ins that were counted by some time, and of what is left the oldest
    /// beyond some number.
    func removeSignIns(countedBy instant: Instant, beyond count: Int64) throws
    /// Removes the tries of sign-ins under a name, from all places; the number of those places.
    @discardableResult
    func removeSignIns(under nameBits: UInt128) throws -> Int
    /// Remembers that a user has signed in from a place; of more places than the limit the oldest is
    /// forgotten.
    func insertPlace(
        _ placeBits: UInt128,
        of userID: UserID,
        at instant: Instant,
        limit: Int
    ) throws
    /// Adds a session.
    func insert(_ session: SessionRecord) throws
    /// Marks a step's code as spent; false when it was already.
    func insertUsedStep(_ step: TimeStep, of userID: UserID, at instant: Instant) throws -> Bool
    /// Replaces the sum that a user has moved on a day.
    func update(_ allowance: UsedAllowance) throws
    /// Adds what was asked and decided.
    func insert(_ intent: IntentRecord) throws
    /// Adds a line to the audit log.
    func insert(_ row: AuditRow, hash: Digest256) throws
}
