import CoreVocabulary
import Cryptography
import IdentityCore
import SyncCore

/// Takes the stamps of intents down, and writes what is wrong with one into the audit log.
///
/// A stamp decides nothing: a console that lost its sequence still may pay, and the bank knows that
/// something was lost or came out of order.
struct StampDesk {
    let now: Instant

    /// Checks the stamp of an intent that was just decided, and keeps it.
    func note(
        _ stamp: DeviceStamp,
        of reviewed: ReviewedTransfer,
        _ userID: UserID,
        in transaction: any LedgerTransaction
    ) throws {
        let key = reviewed.intentKey
        guard try transaction.stamp(of: key) == nil else { return }
        let digest = reviewed.digest
        guard let device = try transaction.device(stamp.deviceID, of: userID),
            let publicKey = Ed25519.PublicKey(rawBytes: device.publicKey),
            publicKey.isValid(signature: stamp.signature, for: stamp.signedBytes(for: digest))
        else {
            return try auditBreak(key, .refused, userID, in: transaction)
        }
        let last = try transaction.lastStamp(of: stamp.deviceID, of: userID)
        try transaction.insert(
            StampRecord(
                key: key,
                userID: userID,
                deviceID: stamp.deviceID,
                sequence: stamp.sequence,
                hash: stamp.hash(for: digest)
            )
        )
        // Taken from the new number, which is 1 or more: the last one may be the greatest there is.
        let isNext =
            stamp.sequence - 1 == last?.sequence ?? 0
            && stamp.previous == last?.hash ?? .zero
        if !isNext { try auditBreak(key, .done, userID, in: transaction) }
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
