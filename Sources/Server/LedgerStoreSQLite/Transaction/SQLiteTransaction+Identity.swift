import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerService
import MoneyCore
import SyncCore

extension SQLiteTransaction {
    func insert(_ user: UserRecord) throws {
        try run(
            """
            INSERT INTO user (user_id, name, display_name, role, password, totp_algorithm,
                totp_digits, totp_period, totp_secret, storage_key, added_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .id(user.id), .text(user.name), .text(user.displayName),
                .text(user.role.rawValue), .text(user.password.storedText),
                .integer(user.totp.algorithm.storedNumber), .integer(user.totp.digitCount),
                .integer(user.totp.periodSeconds), try sealed(user.sealedTOTPSecret),
                try sealed(user.sealedStorageKey), .instant(user.addedAt),
            ]
        )
    }

    func insert(_ session: SessionRecord) throws {
        try run(
            """
            INSERT INTO session (session_id, user_id, token_hash, authorisation_key, opened_at,
                ends_at, terminal) VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .id(session.id), .id(session.userID), .digest(session.tokenHash),
                try sealed(session.sealedAuthorisationKey), .instant(session.openedAt),
                .instant(session.endsAt), session.terminal.map { .text($0) } ?? .null,
            ]
        )
    }

    func insertUsedStep(_ step: TimeStep, of userID: UserID, at instant: Instant) throws -> Bool {
        try run(
            """
            INSERT INTO used_step (user_id, step, used_at) SELECT ?1, ?2, ?3
            WHERE NOT EXISTS (SELECT 1 FROM used_step WHERE user_id = ?1 AND step = ?2)
            """,
            [.id(userID), .integer(step.number), .instant(instant)]
        )
        return didChange
    }

    func update(_ allowance: UsedAllowance) throws {
        try run(
            """
            INSERT INTO used_allowance (user_id, day, currency, minor_units)
            VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (user_id, day, currency) DO UPDATE SET minor_units = ?4
            """,
            [
                .id(allowance.userID), .integer(allowance.day.dayNumber),
                .text(allowance.moved.currency.code), .integer(allowance.moved.minorUnits),
            ]
        )
    }

    func insert(_ intent: IntentRecord) throws {
        try run(
            """
            INSERT INTO intent (intent_key, user_id, session_id, reviewed, decision)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                .id(intent.decision.key), .id(intent.userID), .id(intent.sessionID),
                .blob(intent.reviewed), .blob(intent.decision.canonicalBytes),
            ]
        )
    }

    func insert(_ row: AuditRow, hash: Digest256) throws {
        try require(row.number, after: nextAuditNumber() - 1)
        try run(
            """
            INSERT INTO audit (audit_no, at, actor, action, object, result, count, detail, hash,
                concerned, note)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .integer(row.number), .instant(row.at), .id(row.actor),
                .integer(row.action.rawValue), row.objectBits.map { .bits($0) } ?? .null,
                .integer(row.result.rawValue), .integer(row.count),
                row.detail.map { .digest($0) } ?? .null, .digest(hash),
                .id(row.concernedID), row.note.map { .integer($0.code) } ?? .null,
            ]
        )
        lastNumbers.audit = row.number
    }
}
