package import CoreVocabulary
package import Cryptography

/// Key that signs cursors, sealed under a master key.
package struct CursorKeyRecord: Hashable, Sendable {
    /// The 128 bits of its identifier.
    package let idBits: UInt128
    /// The sealed key bytes.
    package let sealed: [UInt8]
    /// The time at which it was generated.
    package let madeAt: Instant

    /// Creates a record from stored values.
    package init(idBits: UInt128, sealed: [UInt8], madeAt: Instant) {
        self.idBits = idBits
        self.sealed = sealed
        self.madeAt = madeAt
    }
}

/// Console that a user synchronised; two users of one console have a row each.
package struct DeviceRecord: Hashable, Sendable {
    /// The identifier of the console.
    package let deviceID: DeviceID
    /// The user who synchronised it.
    package let userID: UserID
    /// The console's Ed25519 public key.
    package let publicKey: [UInt8]
    /// The time at which it was first seen.
    package let seenAt: Instant

    /// Creates a record from stored values.
    package init(deviceID: DeviceID, userID: UserID, publicKey: [UInt8], seenAt: Instant) {
        self.deviceID = deviceID
        self.userID = userID
        self.publicKey = publicKey
        self.seenAt = seenAt
    }
}

/// Place of an intent in a console's device sequence, as in its verified stamp.
package struct StampRecord: Hashable, Sendable {
    /// The key of the intent.
    package let key: IntentKey
    /// The user who asked.
    package let userID: UserID
    /// The identifier of the console.
    package let deviceID: DeviceID
    /// The place in the device sequence.
    package let sequence: Int64
    /// The hash that the next stamp must name.
    package let hash: Digest256

    /// Creates a record from stored values.
    package init(
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
