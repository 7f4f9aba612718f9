package import CoreVocabulary
package import IdentityCore

/// Read operations on signing keys, session renewal and revocation.
package protocol TokenReading {
    /// Returns all past, present and future signing keys in order of publication.
    func signingKeys() throws -> [SigningKey]
    /// Returns the sealed private half of a signing key; nil if it was removed.
    func sealedSigningKey(_ id: SigningKeyID) throws -> [UInt8]?
    /// Returns the renewal state of a session; nil if it could never be renewed.
    func renewal(of id: SessionID) throws -> RenewalRecord?
    /// Returns a user's active sessions that can be renewed, by opening time, then by identifier.
    func openSessions(of userID: UserID, at now: Instant) throws -> [SessionID]
    /// Returns a user's sessions, in the same order, not ended explicitly and with keys, even expired.
    func sessionsNotEnded(of userID: UserID) throws -> [SessionID]
    /// Returns such sessions that were opened at a terminal, in the same order.
    func sessionsNotEnded(atTerminal terminal: String) throws -> [SessionID]
    /// Returns true if any session was ever opened at a terminal.
    func hasSession(atTerminal terminal: String) throws -> Bool
    /// Returns the names of the revoked terminals in ascending order.
    func revokedTerminals() throws -> [String]
    /// Returns true if a terminal was revoked.
    func isRevoked(terminal: String) throws -> Bool
    /// Returns the wipe order with a nonce; nil if there is none.
    func wipeOrder(nonce: [UInt8]) throws -> WipeOrder?
    /// Returns the wipe order of a session; nil if there is none.
    func wipeOrder(of id: SessionID) throws -> WipeOrder?
    /// Returns the time at which the bucket under a key will be full again; nil if it is full.
    func limit(under key: LimitKey) throws -> Instant?
    /// Returns the buckets that are not full at an instant, in the order of their keys' bytes.
    func limits(at now: Instant) throws -> [LimitRecord]
}

/// Write operations on signing keys, session renewal and revocation.
package protocol TokenWriting {
    /// Inserts a signing key with its sealed private half; its begin and end come separately.
    func insert(_ key: SigningKey, sealed: [UInt8]) throws
    /// Sets the time from which a key signs, once.
    func beginSigningKey(_ id: SigningKeyID, at instant: Instant) throws
    /// Sets the end of a key's signing, once, and removes its private half.
    func endSigningKey(_ id: SigningKeyID, at instant: Instant) throws
    /// Inserts the renewal state of a session.
    func insert(_ renewal: RenewalRecord) throws
    /// Replaces the renewal state of a session, except for its key and its ends.
    func update(_ renewal: RenewalRecord) throws
    /// Ends a session; returns false if it was ended before.
    func endSession(_ id: SessionID, for reason: SessionEnd, at instant: Instant) throws -> Bool
    /// Inserts a change of a user.
    func insert(_ change: UserChange) throws
    /// Inserts a wipe order.
    func insert(_ order: WipeOrder) throws
    /// Inserts the receipt for a wipe order; returns false if there was one before.
    func insertWipeReceipt(nonce: [UInt8], signature: [UInt8], at instant: Instant) throws -> Bool
    /// Revokes a terminal; returns false if it was revoked before.
    func revokeTerminal(_ terminal: String, at instant: Instant) throws -> Bool
    /// Replaces the bucket under its key.
    func update(_ limit: LimitRecord) throws
    /// Removes the buckets that are full at an instant.
    func removeLimits(fullBy now: Instant) throws
}
