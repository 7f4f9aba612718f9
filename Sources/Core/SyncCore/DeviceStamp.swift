public import CoreVocabulary
public import Cryptography

/// Where an intent stands in the sequence of everything that one console ever sent for a user.
///
/// Each number is given once and each stamp names the one before it, so that an older copy of the
/// console's outbox shows when it goes on; it decides nothing about the intent itself.
public struct DeviceStamp: Hashable, Sendable {
    /// The console.
    public let deviceID: DeviceID
    /// 1 for the first intent, and one more for each.
    public let sequence: Int64
    /// The hash of the stamp before; ``Digest256/zero`` for the first.
    public let previous: Digest256
    /// The console's Ed25519 signature over ``signedBytes(for:)``.
    public let signature: [UInt8]

    /// Makes a stamp.
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

    /// What is signed: tag, console, place, the stamp before, and the digest of what was reviewed.
    public func signedBytes(for reviewed: Digest256) -> [UInt8] {
        var encoder = CanonicalEncoder(reservingCapacity: 128)
        encoder.write("counterfoil.device-stamp")
        encoder.write(deviceID)
        encoder.write(sequence)
        encoder.write(previous.bytes)
        encoder.write(reviewed.bytes)
        return encoder.bytes
    }

    /// The hash that the next stamp names.
    public func hash(for reviewed: Digest256) -> Digest256 {
        SHA256.digest(of: signedBytes(for: reviewed))
    }
}
