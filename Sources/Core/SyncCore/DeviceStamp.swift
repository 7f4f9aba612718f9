package import CoreVocabulary
package import Cryptography

/// Position of an intent in the signed sequence of all that one console sent for a user.
///
/// Each number is used once and each stamp contains the hash of the one before. If an older copy of
/// the console's outbox is put back, the sequence shows it. The stamp decides nothing about the
/// intent itself.
package struct DeviceStamp: Hashable, Sendable {
    /// The console that made the stamp.
    package let deviceID: DeviceID
    /// Sequence number: 1 for the first intent, one more for each that follows.
    package let sequence: Int64
    /// Hash of the previous stamp; ``Digest256/zero`` for the first.
    package let previous: Digest256
    /// The console's Ed25519 signature over ``signedBytes(for:)``.
    package let signature: [UInt8]

    /// Creates a stamp from its parts.
    package init(
        deviceID: DeviceID,
        sequence: Int64,
        previous: Digest256,
        signature: [UInt8]
    ) {
        self.deviceID = deviceID
        self.sequence = sequence
        self.previous = previous
        self.signature = signature
    }

    /// Returns the signed bytes: tag, console, sequence, previous hash, and digest of the review.
    package func signedBytes(for reviewed: Digest256) -> [UInt8] {
        var encoder = CanonicalEncoder(reservingCapacity: 128)
        encoder.write("counterfoil.device-stamp")
        encoder.write(deviceID)
        encoder.write(sequence)
        encoder.write(previous.bytes)
        encoder.write(reviewed.bytes)
        return encoder.bytes
    }

    /// Returns the hash of this stamp, which the next stamp contains.
    package func hash(for reviewed: Digest256) -> Digest256 {
        SHA256.digest(of: signedBytes(for: reviewed))
    }
}
