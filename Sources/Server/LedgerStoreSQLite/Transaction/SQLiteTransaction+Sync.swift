import LedgerService
import SyncCore

extension SQLiteTransaction {
    func insert(_ key: CursorKeyRecord) throws {
        try run(
            "INSERT INTO cursor_key (cursor_key_id, sealed, made_at) VALUES (?, ?, ?)",
            [.bits(key.idBits), try sealed(key.sealed), .instant(key.madeAt)]
        )
    }

    func insert(_ device: DeviceRecord) throws {
        try run(
            "INSERT INTO device (user_id, device_id, public_key, seen_at) VALUES (?, ?, ?, ?)",
            [
                .id(device.userID), .id(device.deviceID), .blob(device.publicKey),
                .instant(device.seenAt),
            ]
        )
    }

    func insert(_ stamp: StampRecord) throws {
        try run(
            """
            INSERT INTO device_stamp (intent_key, user_id, device_id, sequence, hash)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                .id(stamp.key), .id(stamp.userID), .id(stamp.deviceID),
                .integer(stamp.sequence), .digest(stamp.hash),
            ]
        )
    }

    func insert(_ evidence: SubmittedEvidence) throws {
        try run(
            """
            INSERT INTO submitted_evidence (user_id, session_id, account_no, digest, reason, entry,
                received_at, audit_no) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .id(evidence.userID), .id(evidence.sessionID),
                .integer(try knownKey(of: evidence.entry.accountID).number),
                .digest(evidence.digest), .text(evidence.reason.rawValue),
                .blob(evidence.entry.canonicalBytes), .instant(evidence.receivedAt),
                .integer(try nextAuditNumber()),
            ]
        )
    }
}
