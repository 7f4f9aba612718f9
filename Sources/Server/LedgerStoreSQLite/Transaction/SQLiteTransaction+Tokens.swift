import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerService

extension SQLiteTransaction {
    func insert(_ key: SigningKey, sealed secret: [UInt8]) throws {
        try run(
            "INSERT INTO signing_key (key_id, public_key, published_at) VALUES (?, ?, ?)",
            [.id(key.id), .blob(key.publicKey.rawBytes), .instant(key.publishedAt)]
        )
        try run(
            "INSERT INTO signing_secret (key_id, secret) VALUES (?, ?)",
            [.id(key.id), try sealed(secret)]
        )
    }

    func beginSigningKey(_ id: SigningKeyID, at instant: Instant) throws {
        try run(
            "INSERT INTO signing_key_begin (key_id, began_at) VALUES (?, ?)",
            [.id(id), .instant(instant)]
        )
    }

    func endSigningKey(_ id: SigningKeyID, at instant: Instant) throws {
        try run(
            "INSERT INTO signing_key_end (key_id, ended_at) VALUES (?, ?)",
            [.id(id), .instant(instant)]
        )
        try run("DELETE FROM signing_secret WHERE key_id = ?", [.id(id)])
    }

    func insert(_ renewal: RenewalRecord) throws {
        let family = renewal.family
        try run(
            """
            INSERT INTO session_renewal (session_id, refresh_key, generation, nonce, renewed_at,
                idle_ends_at) VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                .id(renewal.sessionID), try sealed(renewal.sealedKey), .integer(family.generation),
                family.nonce.map { .blob($0) } ?? .null, .instant(family.renewedAt),
                .instant(family.idleEndsAt),
            ]
        )
    }

    func update(_ renewal: RenewalRecord) throws {
        let family = renewal.family
        try run(
            """
            UPDATE session_renewal SET generation = ?, nonce = ?, renewed_at = ?, idle_ends_at = ?
            WHERE session_id = ?
            """,
            [
                .integer(family.generation), family.nonce.map { .blob($0) } ?? .null,
                .instant(family.renewedAt), .instant(family.idleEndsAt),
                .id(renewal.sessionID),
            ]
        )
        guard didChange else {
            throw LedgerStoreError(.rowInvalid, "The session was never to be renewed.")
        }
    }

    func endSession(_ id: SessionID, for reason: SessionEnd, at instant: Instant) throws -> Bool {
        try run(
            """
            INSERT INTO session_end (session_id, ended_at, reason) SELECT ?1, ?2, ?3
            WHERE NOT EXISTS (SELECT 1 FROM session_end WHERE session_id = ?1)
            """,
            [.id(id), .instant(instant), .integer(reason.rawValue)]
        )
        return didChange
    }

    func insert(_ change: UserChange) throws {
        try run(
            """
            INSERT INTO user_change (user_id, change_no, role, is_disabled, changed_at, password)
            VALUES (?1, 1 + ifnull(
                (SELECT max(change_no) FROM user_change WHERE user_id = ?1), 0), ?2, ?3, ?4, ?5)
            """,
            [
                .id(change.userID), .text(change.role.rawValue),
                .integer(change.isDisabled ? 1 : 0), .instant(change.changedAt),
                change.password.map { .text($0.storedText) } ?? .null,
            ]
        )
    }

    func insert(_ order: WipeOrder) throws {
        try run(
            """
            INSERT INTO wipe_order (nonce, user_id, session_id, ordered_at) VALUES (?, ?, ?, ?)
            """,
            [
                .blob(order.nonce), .id(order.userID), .id(order.sessionID),
                .instant(order.orderedAt),
            ]
        )
    }

    func insertWipeReceipt(nonce: [UInt8], signature: [UInt8], at instant: Instant) throws -> Bool {
        try run(
            """
            INSERT INTO wipe_receipt (nonce, signature, received_at) SELECT ?1, ?2, ?3
            WHERE NOT EXISTS (SELECT 1 FROM wipe_receipt WHERE nonce = ?1)
            """,
            [.blob(nonce), .blob(signature), .instant(instant)]
        )
        return didChange
    }

    func revokeTerminal(_ terminal: String, at instant: Instant) throws -> Bool {
        try run(
            """
            INSERT INTO terminal_revocation (terminal, revoked_at) SELECT ?1, ?2
            WHERE NOT EXISTS (SELECT 1 FROM terminal_revocation WHERE terminal = ?1)
            """,
            [.text(terminal), .instant(instant)]
        )
        return didChange
    }

    func update(_ limit: LimitRecord) throws {
        try run(
            """
            INSERT INTO rate_limit (limit_key, full_at) VALUES (?1, ?2)
            ON CONFLICT (limit_key) DO UPDATE SET full_at = ?2
            """,
            [.blob(limit.key.bytes), .instant(limit.fullAt)]
        )
    }

    func removeLimits(fullBy now: Instant) throws {
        try run("DELETE FROM rate_limit WHERE full_at <= ?", [.instant(now)])
    }
}
