import CoreVocabulary
import Cryptography
import IdentityCore
import SyncCore

/// Records the stamps of intents, and audits contradictions in a device sequence.
///
/// A stamp has no influence on the decision, because a console that lost its sequence may still
/// pay. A missing number proves nothing either. A transfer that was cancelled before it was sent
/// never arrives, and one whose code was refused arrives late. But each number is issued once, and
/// each stamp names the previous one.
struct StampRecorder {
    let now: Instant

    /// Verifies the stamp of an intent that was just decided, and stores it.
    func note(
        _ stamp: DeviceStamp,
        of reviewed: ReviewedTransfer,
        _ userID: UserID,
        in transaction: any LedgerTransaction
    ) throws {
        let key = reviewed.intentKey
        // The key of a console that has not synchronised yet is unknown.
        guard try transaction.stamp(of: key) == nil,
            let device = try transaction.device(stamp.deviceID, of: userID)
        else { return }
        let digest = reviewed.digest
        guard let publicKey = Ed25519.PublicKey(rawBytes: device.publicKey),
            publicKey.isValid(signature: stamp.signature, for: stamp.signedBytes(for: digest))
        else {
            return try auditBreak(key, .refused, userID, in: transaction)
        }
        let isBroken = try contradicts(stamp, userID, transaction)
        try transaction.insert(
            StampRecord(
                key: key,
                userID: userID,
                deviceID: stamp.deviceID,
                sequence: stamp.sequence,
                hash: stamp.hash(for: digest)
            )
        )
        if isBroken { try auditBreak(key, .done, userID, in: transaction) }
    }

    /// Returns true if a stamp contradicts the stored ones of a console that issues each number
    /// once.
    private func contradicts(
        _ stamp: DeviceStamp,
        _ userID: UserID,
        _ reader: any LedgerReading
    ) throws -> Bool {
        func known(_ sequence: Int64) throws -> StampRecord? {
            try reader.stamp(of: stamp.deviceID, of: userID, at: sequence)
        }
        if try known(stamp.sequence) != nil { return true }
        guard stamp.sequence > 1 else { return stamp.previous != .zero }
        return try known(stamp.sequence - 1).map { $0.hash != stamp.previous } ?? false
    }

    private func auditBreak(
        _ key: IntentKey,
        _ result: AuditRow.Result,
        _ userID: UserID,
        in transaction: any LedgerTransaction
    ) throws {
        try transaction.audit(
            .deviceSequenceBroken,
            result,
            by: userID,
            objectBits: key.rawValue,
            at: now
        )
    }
}
