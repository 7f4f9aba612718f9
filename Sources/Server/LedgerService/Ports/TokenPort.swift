public import CoreVocabulary
public import TokenCore

/// Reads of what sessions are proved with, and of what ends them.
public protocol TokenReading {
    /// All keys that ever signed tokens or will, in the order in which they were published.
    func signingKeys() throws -> [SigningKey]
    /// The private half of a key, sealed; nil when it is gone.
    func sealedSigningKey(_ id: SigningKeyID) throws -> [UInt8]?
    /// How a session is renewed; nil for one that never could be.
    func renewal(of id: SessionID) throws -> RenewalRecord?
    /// The sessions of a user that live by some time and can be renewed, in the order of opening,
    /// and of their ids where that is the same.
    func openSessions(of userID: UserID, at now: Instant) throws -> [SessionID]
    /// The sessions that live by some time and were opened at a terminal, in the same order.
    func openSessions(atTerminal terminal: String, at now: Instant) throws -> [SessionID]
    /// The sessions of a user that nobody has ended and whose keys were not destroyed, in the same
    /// order: those that live by any clock at all.
    func sessionsNotEnded(of userID: UserID) throws -> [SessionID]
    /// The same sessions of those that were opened at a terminal.
    func sessionsNotEnded(atTerminal terminal: String) throws -> [SessionID]
    /// Whether any session was ever opened at a terminal.
    func hasSession(atTerminal terminal: String) throws -> Bool
    /// The names of the terminals that are not to be trusted any more, in order.
    func revokedTerminals() throws -> [String]
    /// Whether a terminal's name is not to be trusted any more.
    func isRevoked(terminal: String) throws -> Bool
    /// The order to wipe that has a nonce; nil when there is none.
    func wipeOrder(nonce: [UInt8]) throws -> WipeOrder?
    /// The order to wipe that was given to a session; nil when there is none.
    func wipeOrder(of id: SessionID) throws -> WipeOrder?
    /// When the bucket under a key will be full again; nil for a full one.
    func limit(under key: LimitKey) throws -> Instant?
    /// The buckets that are not full by some time, in the order of their keys' bytes.
    func limits(at now: Instant) throws -> [LimitRecord]
}

/// Writes of what sessions are proved with, and of what ends them.
public protocol TokenWriting {
    /// Adds a key with its private half, sealed; its times are added by themselves.
    func insert(_ key: SigningKey, sealed: [UInt8]) throws
    /// Lets a key sign from some time on; once.
    func beginSigningKey(_ id: SigningKeyID, at instant: Instant) throws
    /// Ends a key's signing, once, and removes its private half.
    func endSigningKey(_ id: SigningKeyID, at instant: Instant) throws
    /// Adds how a session is renewed.
    func insert(_ renewal: RenewalRecord) throws
    /// Replaces the state of how a session is renewed; its key stays, its ends are not written.
    func update(_ renewal: RenewalRecord) throws
    /// Ends a session before its time; false when it was ended before.
    func endSession(_ id: SessionID, for reason: SessionEnd, at instant: Instant) throws -> Bool
    /// Adds what a user is from now on.
    func insert(_ change: UserChange) throws
    /// Adds an order to wipe.
    func insert(_ order: WipeOrder) throws
    /// Adds the receipt for an order; false when there was one before.
    func insertWipeReceipt(nonce: [UInt8], signature: [UInt8], at instant: Instant) throws -> Bool
    /// Takes the trust from a terminal's name; false when it had none any more.
    func revokeTerminal(_ terminal: String, at instant: Instant) throws -> Bool
    /// Replaces a bucket.
    func update(_ limit: LimitRecord) throws
    /// Removes the buckets that are full by some time.
    func removeLimits(fullBy now: Instant) throws
}
