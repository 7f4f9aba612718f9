import CoreVocabulary
import Cryptography
import IdentityCore
import SyncCore

/// Takes the stamps of intents down, and writes into the audit log what no honest console does.
///
/// A stamp decides nothing: a console that lost its sequence still may pay. Nor does a number that
/// is missing say anything: a transfer that was taken back before it was sent never comes, and one
/// whose code was refused comes late. But each number is given once, and each stamp names the one
/// before it.
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
        // Of a console that did not synchronise yet nothing is known: not even its key.
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

    /// Whether a stamp and those that came before cannot all be of one console that gives each
    /// number once.
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
