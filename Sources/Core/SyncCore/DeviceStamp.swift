public import CoreVocabulary
public import Cryptography

/// Position of an intent in the signed sequence of all that one console sent for a user.
///
/// Each number is used once and each stamp contains the hash of the one before. If an older copy of
/// the console's outbox is put back, the sequence shows it. The stamp decides nothing about the
/// intent itself.
public struct DeviceStamp: Hashable, Sendable {
    /// The console that made the stamp.
    public let deviceID: DeviceID
    /// Sequence number: 1 for the first intent, one more for each that follows.
    public let sequence: Int64
    /// Hash of the previous stamp; ``Digest256/zero`` for the first.
    public let previous: Digest256
    /// The console's Ed25519 signature over ``signedBytes(for:)``.
    public let signature: [UInt8]

    /// Creates a stamp from its parts.
    public init(
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
    public func signedBytes(for reviewed: Digest256) -> [UInt8] {
        var encoder = CanonicalEncoder(reservingCapacity: 128)
        encoder.write("counterfoil.device-stamp")
        encoder.write(deviceID)
        encoder.write(sequence)
        encoder.write(previous.bytes)
        encoder.write(reviewed.bytes)
        return encoder.bytes
    }

    /// Returns the hash of this stamp, which the next stamp contains.
    public func hash(for reviewed: Digest256) -> Digest256 {
        SHA256.digest(of: signedBytes(for: reviewed))
    }
}
