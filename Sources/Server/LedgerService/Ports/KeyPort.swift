public import CoreVocabulary

/// Reads of the master keys that the books know, and of what is sealed under them.
public protocol KeyReading {
    /// The master keys that have sealed something here, ascending.
    func masterKeys() throws -> [MasterKeyRecord]
    /// Sealed values of a purpose in the order of their owners; none for one that no row has, and
    /// none that was destroyed.
    ///
    /// - Parameters:
    ///   - purpose: What they are for.
    ///   - owner: Only those of owners after this one, compared as 16 bytes; nil for all.
    ///   - limit: How many at most.
    /// - Returns: The values.
    /// - Throws: What the store throws.
    func sealedValues(
        _ purpose: MasterKey.Purpose,
        after owner: UInt128?,
        limit: Int
    ) throws -> [SealedValue]
    /// Sealed values of a purpose that another key than this one sealed, in any order; none for a
    /// purpose that no row has, and none that was destroyed.
    ///
    /// - Complexity: That of the values found, however many the key has sealed.
    func staleValues(
        _ purpose: MasterKey.Purpose,
        besides number: MasterKey.Number,
        limit: Int
    ) throws -> [SealedValue]
    /// Says if any session whose latest end was at an instant or before still has its keys.
    func hasKeys(ofSessionsEndedBy instant: Instant) throws -> Bool
    /// Whether any row holds a value that a key sealed; the first key's include those that have
    /// no header.
    func hasSealedValue(under number: MasterKey.Number) throws -> Bool
}

/// Writes of master keys, and of what is sealed anew.
public protocol KeyWriting {
    /// Adds a key that will seal from now on.
    func insert(_ key: MasterKeyRecord) throws
    /// Retires a key; from then on no row is taken that it sealed. False when it was before.
    func endMasterKey(_ number: MasterKey.Number, at instant: Instant) throws -> Bool
    /// Replaces a sealed value by the same one under another key, or by another one.
    func update(_ value: SealedValue) throws
    /// Destroys the keys of sessions whose latest end was at an instant or before: the value
    /// becomes empty, for good.
    ///
    /// - Parameters:
    ///   - instant: The instant.
    ///   - limit: The most sessions.
    /// - Returns: How many sessions had keys; fewer than the limit when none is left.
    /// - Throws: What the store throws.
    func destroyKeys(ofSessionsEndedBy instant: Instant, limit: Int) throws -> Int
}

/// A master key as the books know it: by its number and a proof, never by its bytes.
public struct MasterKeyRecord: Hashable, Sendable {
    /// The number that everything sealed under it names.
    public let number: MasterKey.Number
    /// Nothing, sealed under it: opens only under the same key.
    public let proof: [UInt8]
    /// When it began to seal.
    public let beganAt: Instant
    /// When nothing was sealed under it any more; nil while something may be.
    public let endedAt: Instant?

    /// Makes a record from what a store kept.
    public init(
        number: MasterKey.Number,
        proof: [UInt8],
        beganAt: Instant,
        endedAt: Instant? = nil
    ) {
        self.number = number
        self.proof = proof
        self.beganAt = beganAt
        self.endedAt = endedAt
    }
}

/// A sealed value and whose it is.
public struct SealedValue: Hashable, Sendable {
    /// What it is for.
    public let purpose: MasterKey.Purpose
    /// The identifier of its owner.
    public let ownerBits: UInt128
    /// The value, sealed.
    public let sealed: [UInt8]

    /// Makes a value from what a store kept.
    public init(purpose: MasterKey.Purpose, ownerBits: UInt128, sealed: [UInt8]) {
        self.purpose = purpose
        self.ownerBits = ownerBits
        self.sealed = sealed
    }
}
