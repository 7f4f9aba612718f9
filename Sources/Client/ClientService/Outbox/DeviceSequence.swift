public import CoreVocabulary
public import Cryptography
public import IdentityCore
public import SyncCore

/// The sequence of everything that one console asked for, and the key that signs it.
///
/// A stamp is given once, when a transfer is put into the outbox, and stays with it whatever
/// becomes of the transfer; so the numbers have no gaps and no repeats.
public struct DeviceSequence: Sendable {
    /// Names the console: the first half of the SHA-256 of its public key.
    public let deviceID: DeviceID
    /// The last number that was given; zero before the first.
    public private(set) var lastSequence: Int64
    /// The hash of the last stamp; zero before the first.
    public private(set) var lastHash: Digest256

    private let key: Ed25519.PrivateKey

    /// Goes on with a sequence.
    public init(key: Ed25519.PrivateKey, lastSequence: Int64 = 0, lastHash: Digest256 = .zero) {
        self.key = key
        self.lastSequence = lastSequence
        self.lastHash = lastHash
        let digest = Digest256(hashing: key.publicKey.rawBytes)
        guard let id = DeviceID(bytes: digest.bytes.prefix(DeviceID.byteCount)) else {
            invariantBroken("half a digest names a console")
        }
        deviceID = id
    }

    /// The public key, 32 bytes.
    public var publicKey: [UInt8] { key.publicKey.rawBytes }

    /// Gives the next number to what was reviewed.
    public mutating func stamp(_ reviewed: ReviewedTransfer) -> DeviceStamp {
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

    /// Signs something else in the console's name.
    public func sign(_ message: [UInt8]) -> [UInt8] {
        key.sign(message)
    }
}
