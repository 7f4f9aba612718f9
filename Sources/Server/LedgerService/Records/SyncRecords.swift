public import CoreVocabulary
public import Cryptography

/// Key that signs cursors, sealed under a master key.
public struct CursorKeyRecord: Hashable, Sendable {
    /// The 128 bits of its identifier.
    public let idBits: UInt128
    /// The sealed key bytes.
    public let sealed: [UInt8]
    /// The time at which it was generated.
    public let madeAt: Instant

    /// Creates a record from stored values.
    public init(idBits: UInt128, sealed: [UInt8], madeAt: Instant) {
        self.idBits = idBits
        self.sealed = sealed
        self.madeAt = madeAt
    }
}

/// Console that a user synchronised; two users of one console have a row each.
public struct DeviceRecord: Hashable, Sendable {
    /// The identifier of the console.
    public let deviceID: DeviceID
    /// The user who synchronised it.
    public let userID: UserID
    /// The console's Ed25519 public key.
    public let publicKey: [UInt8]
    /// The time at which it was first seen.
    public let seenAt: Instant

    /// Creates a record from stored values.
    public init(deviceID: DeviceID, userID: UserID, publicKey: [UInt8], seenAt: Instant) {
        self.deviceID = deviceID
        self.userID = userID
        self.publicKey = publicKey
        self.seenAt = seenAt
    }
}

/// Place of an intent in a console's device sequence, as in its verified stamp.
public struct StampRecord: Hashable, Sendable {
    /// The key of the intent.
    public let key: IntentKey
    /// The user who asked.
    public let userID: UserID
    /// The identifier of the console.
    public let deviceID: DeviceID
    /// The place in the device sequence.
    public let sequence: Int64
    /// The hash that the next stamp must name.
    public let hash: Digest256

    /// Creates a record from stored values.
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
