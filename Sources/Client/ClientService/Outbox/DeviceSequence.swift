package import CoreVocabulary
package import Cryptography
package import IdentityCore
package import SyncCore

/// Signed sequence of all intents of one console, with its signing key.
///
/// A transfer gets its stamp when it is put into the outbox, and keeps it whatever its outcome. So
/// the numbers have no gaps and no repeats.
package struct DeviceSequence: Sendable {
    /// Identifier of the console: the first half of the SHA-256 of its public key.
    package let deviceID: DeviceID
    /// Last number used; zero before the first.
    package private(set) var lastSequence: Int64
    /// Hash of the last stamp; zero before the first.
    package private(set) var lastHash: Digest256

    private let key: Ed25519.PrivateKey

    /// Continues a sequence, or begins one by default.
    package init(key: Ed25519.PrivateKey, lastSequence: Int64 = 0, lastHash: Digest256 = .zero) {
        self.key = key
        self.lastSequence = lastSequence
        self.lastHash = lastHash
        let digest = Digest256(hashing: key.publicKey.rawBytes)
        guard let id = DeviceID(bytes: digest.bytes.prefix(DeviceID.byteCount)) else {
            invariantBroken("half a digest names a console")
        }
        deviceID = id
    }

    /// The public key of the console, 32 bytes.
    package var publicKey: [UInt8] { key.publicKey.rawBytes }

    /// Stamps a reviewed transfer with the next number.
    package mutating func stamp(_ reviewed: ReviewedTransfer) -> DeviceStamp {
        let digest = reviewed.digest
        let unsigned = DeviceStamp(
            deviceID: deviceID,
            sequence: lastSequence + 1,
            previous: lastHash,
            signature: []
        )
        let stamp = DeviceStamp(
            deviceID: deviceID,
            sequence: unsigned.sequence,
            previous: lastHash,
            signature: key.sign(unsigned.signedBytes(for: digest))
        )
        lastSequence = stamp.sequence
        lastHash = stamp.hash(for: digest)
        return stamp
    }

    /// Signs any other message with the console's key.
    package func sign(_ message: [UInt8]) -> [UInt8] {
        key.sign(message)
    }
}
