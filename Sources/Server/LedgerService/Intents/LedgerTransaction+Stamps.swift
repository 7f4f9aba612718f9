import CoreVocabulary
import Cryptography
import IdentityCore
import SyncCore

// Stamps of intents, and contradictions in a device sequence.
//
// A stamp has no influence on the decision, because a console that lost its sequence may still pay.
// A missing number proves nothing either. A transfer that was cancelled before it was sent never
// arrives, and one whose code was refused arrives late. But each number is issued once, and each
// stamp names the previous one.
extension LedgerTransaction {
    /// Verifies the stamp of an intent that was just decided, and stores it.
    func recordStamp(
        _ stamp: DeviceStamp?,
        of reviewed: ReviewedTransfer,
        _ userID: UserID,
        at now: Instant
    ) throws {
        guard let stamp else { return }
        let key = reviewed.intentKey
        // The key of a console that has not synchronised yet is unknown.
        guard try self.stamp(of: key) == nil,
            let device = try device(stamp.deviceID, of: userID)
        else { return }
        let digest = reviewed.digest
        guard let publicKey = Ed25519.PublicKey(rawBytes: device.publicKey),
            publicKey.isValid(signature: stamp.signature, for: stamp.signedBytes(for: digest))
        else {
            let bits = key.rawValue
            return try audit(.deviceSequenceBroken, .refused, by: userID, of: bits, at: now)
        }
        let isBroken = try contradicts(stamp, userID)
        try insert(
            StampRecord(
                key: key,
                userID: userID,
                deviceID: stamp.deviceID,
                sequence: stamp.sequence,
                hash: stamp.hash(for: digest)
            )
        )
        if isBroken {
            try audit(.deviceSequenceBroken, by: userID, of: key.rawValue, at: now)
        }
    }

    /// Returns true if a stamp contradicts the stored ones, as each number is issued once.
    private func contradicts(_ stamp: DeviceStamp, _ userID: UserID) throws -> Bool {
        func known(_ sequence: Int64) throws -> StampRecord? {
            try self.stamp(of: stamp.deviceID, of: userID, at: sequence)
        }
        if try known(stamp.sequence) != nil { return true }
        guard stamp.sequence > 1 else { return stamp.previous != .zero }
        return try known(stamp.sequence - 1).map { $0.hash != stamp.previous } ?? false
    }
}
