package import CoreVocabulary
package import Cryptography
package import IdentityCore
package import MoneyCore

/// Read operations on users, sessions, intents and the audit log.
package protocol IdentityReading {
    /// Returns the user with a name in lowercase; nil if there is none.
    func user(named name: String) throws -> UserRecord?
    /// Returns a user; nil if there is none.
    func user(_ id: UserID) throws -> UserRecord?
    /// Returns all users in the order in which they were added.
    func users() throws -> [UserRecord]
    /// Returns the tries that are counted under a key.
    func tries(under key: AttemptKey) throws -> AttemptRecord
    /// Returns true if the user signed in from the place before and it is still remembered.
    func hasSignedIn(_ userID: UserID, from placeBits: UInt128) throws -> Bool
    /// Returns a session; nil if there is none.
    func session(_ id: SessionID) throws -> SessionRecord?
    /// Returns the steps, from a given one on, whose codes a user has used.
    func usedSteps(of userID: UserID, since step: TimeStep) throws -> UsedSteps
    /// Returns the amount that a user has moved on a day; zero if none.
    func usedAllowance(
        of userID: UserID,
        on day: BusinessDate,
        in currency: Currency
    ) throws -> Money
    /// Returns the intent and its decision under a key; nil if the key is new.
    func intent(_ key: IntentKey) throws -> IntentRecord?
    /// Returns the number of the last audit row and its chain hash; zeros before the first.
    func auditHead() throws -> (number: Int64, hash: Digest256)
    /// Returns the chain hash of an audit row; nil if there is no such row.
    func auditHash(at number: Int64) throws -> Digest256?
    /// Returns audit rows in ascending order.
    func auditRows(after number: Int64, limit: Int) throws -> [AuditRow]
}

/// Write operations on users, sessions, intents and the audit log.
package protocol IdentityWriting {
    /// Inserts a new user.
    func insert(_ user: UserRecord) throws
    /// Replaces the tries that are counted under a key.
    func update(_ tries: AttemptRecord, under key: AttemptKey) throws
    /// Removes sign-in tries counted by an instant, and the oldest of the rest beyond a count.
    func removeSignIns(countedBy instant: Instant, beyond count: Int64) throws
    /// Removes the tries of sign-ins under a name and returns the number of their places.
    @discardableResult
    func removeSignIns(under nameBits: UInt128) throws -> Int
    /// Stores that a user signed in from a place, and forgets the oldest beyond the limit.
    func insertPlace(
        _ placeBits: UInt128,
        of userID: UserID,
        at instant: Instant,
        limit: Int
    ) throws
    /// Inserts a new session.
    func insert(_ session: SessionRecord) throws
    /// Marks a step's code as used; returns false if it was used already.
    func insertUsedStep(_ step: TimeStep, of userID: UserID, at instant: Instant) throws -> Bool
    /// Replaces the total that a user has moved on a day.
    func update(_ allowance: UsedAllowance) throws
    /// Inserts an intent and its decision.
    func insert(_ intent: IntentRecord) throws
    /// Inserts an audit row with its chain hash.
    func insert(_ row: AuditRow, hash: Digest256) throws
}
