package import CoreVocabulary

/// Read operations on the master keys in the books and on the values sealed under them.
package protocol KeyReading {
    /// Returns the master keys that have sealed something here, ascending by number.
    func masterKeys() throws -> [MasterKeyRecord]
    /// Returns sealed values of a purpose by owner, those after `owner` as 16 bytes; nil for all.
    ///
    /// Returns none for a purpose that no row has, and leaves out destroyed values.
    func sealedValues(
        _ purpose: MasterKey.Purpose,
        after owner: UInt128?,
        limit: Int
    ) throws -> [SealedValue]
    /// Returns sealed values of a purpose that another key than this one sealed, in any order.
    ///
    /// Returns none for a purpose that no row has, and leaves out destroyed values.
    ///
    /// - Complexity: O(n) in the values found, regardless of how many the key has sealed.
    func staleValues(
        _ purpose: MasterKey.Purpose,
        besides number: MasterKey.Number,
        limit: Int
    ) throws -> [SealedValue]
    /// Returns true if any session whose latest end was at an instant or before still has its keys.
    func hasKeys(ofSessionsEndedBy instant: Instant) throws -> Bool
    /// Returns true if any row has a value that a key sealed; one of the first key may lack a header.
    func hasSealedValue(under number: MasterKey.Number) throws -> Bool
}

/// Write operations on master keys and sealed values.
package protocol KeyWriting {
    /// Inserts a key that seals from now on.
    func insert(_ key: MasterKeyRecord) throws
    /// Retires a key, whose values no row may have then; returns false if it was retired before.
    func endMasterKey(_ number: MasterKey.Number, at instant: Instant) throws -> Bool
    /// Replaces a sealed value, with the same secret under another key or with another secret.
    func update(_ value: SealedValue) throws
    /// Destroys the keys of sessions whose latest end was at an instant or before.
    ///
    /// The values become empty, permanently. Returns the number of sessions that had keys; fewer
    /// than the limit if none is left.
    func destroyKeys(ofSessionsEndedBy instant: Instant, limit: Int) throws -> Int
}

/// Master key in the books, as its number and a proof but never its bytes.
package struct MasterKeyRecord: Hashable, Sendable {
    /// The number that every value sealed under it names.
    package let number: MasterKey.Number
    /// An empty plaintext sealed under the key, which opens only under the same key.
    package let proof: [UInt8]
    /// The time from which it sealed.
    package let beganAt: Instant
    /// The time at which it was retired; nil while it may seal something.
    package let endedAt: Instant?

    /// Creates a record from stored values.
    package init(
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

/// Sealed value with its purpose and owner.
package struct SealedValue: Hashable, Sendable {
    /// The purpose of the secret.
    package let purpose: MasterKey.Purpose
    /// The identifier of its owner.
    package let ownerBits: UInt128
    /// The sealed bytes, empty for a destroyed value.
    package let sealed: [UInt8]

    /// Creates a value from stored bytes.
    package init(purpose: MasterKey.Purpose, ownerBits: UInt128, sealed: [UInt8]) {
        self.purpose = purpose
        self.ownerBits = ownerBits
        self.sealed = sealed
    }
}
