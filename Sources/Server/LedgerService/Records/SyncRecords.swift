public import CoreVocabulary
public import Cryptography

/// A key under which cursors are signed, sealed under a master key.
public struct CursorKeyRecord: Hashable, Sendable {
    /// The 128 bits of its identifier.
    public let idBits: UInt128
    /// The key, sealed.
    public let sealed: [UInt8]
    /// When it was made.
    public let madeAt: Instant

    /// Makes a record from what a store kept.
    public init(idBits: UInt128, sealed: [UInt8], madeAt: Instant) {
        self.idBits = idBits
        self.sealed = sealed
        self.madeAt = madeAt
    }
}

/// A console that a user synchronised with; of two users at one console each has a row.
public struct DeviceRecord: Hashable, Sendable {
    /// The console.
    public let deviceID: DeviceID
    /// The user who synchronised with it.
    public let userID: UserID
    /// The console's Ed25519 public key.
    public let publicKey: [UInt8]
    /// When it was first seen.
    public let seenAt: Instant

    /// Makes a record from what a store kept.
    public init(deviceID: DeviceID, userID: UserID, publicKey: [UInt8], seenAt: Instant) {
        self.deviceID = deviceID
        self.userID = userID
        self.publicKey = publicKey
        self.seenAt = seenAt
    }
}

/// Where an intent stands in what a console sent for a user, as its signed stamp has it.
public struct StampRecord: Hashable, Sendable {
    /// The intent.
    public let key: IntentKey
    /// Who asked.
    public let userID: UserID
    /// The console.
    public let deviceID: DeviceID
    /// The place.
    public let sequence: Int64
    /// The hash that the next stamp names.
    public let hash: Digest256

    /// Makes a record from what a store kept.
    public init(
        key: IntentKey,
        userID: UserID,
        deviceID: DeviceID,
        sequence: Int64,
        hash: Digest256
    ) {
        self.key = key
        self.userID = userID
        self.deviceID = deviceID
        self.sequence = sequence
        self.hash = hash
    }
}
