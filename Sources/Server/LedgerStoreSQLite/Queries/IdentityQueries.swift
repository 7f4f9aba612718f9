import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerService
import MoneyCore
import SyncCore

/// Queries for users, sessions, intents and the audit log.
protocol IdentityQueries: SQLiteQueries {}

/// Column lists of the statements.
private enum Columns {
    static let user = """
        SELECT u.user_id, u.name, u.display_name, ifnull(c.role, u.role),
            ifnull(c.password, u.password),
            u.totp_algorithm, u.totp_digits, u.totp_period, u.totp_secret, u.storage_key,
            u.added_at, ifnull(c.is_disabled, 0)
        FROM user u LEFT JOIN user_change c ON c.user_id = u.user_id AND c.change_no =
            (SELECT max(change_no) FROM user_change WHERE user_id = u.user_id)
        """
    static let session = """
        SELECT s.session_id, s.user_id, s.token_hash, s.authorisation_key, s.opened_at, s.ends_at,
            e.ended_at, e.reason, s.terminal
        FROM session s LEFT JOIN session_end e ON e.session_id = s.session_id
        """
}

extension IdentityQueries {
    func user(named name: String) throws -> UserRecord? {
        try database.first(Columns.user + " WHERE u.name = ?", [.text(name)], Self.user)
    }

    func user(_ id: UserID) throws -> UserRecord? {
        try database.first(Columns.user + " WHERE u.user_id = ?", [.id(id)], Self.user)
    }

    func users() throws -> [UserRecord] {
        try database.all(Columns.user + " ORDER BY u.user_no", [], Self.user)
    }

    func tries(under key: AttemptKey) throws -> AttemptRecord {
        let stored = try database.first(
            "SELECT state, open_tries, counted_at FROM sign_in_guard WHERE guard_key = ?",
            [.blob(key.bytes)]
        ) { row in
            AttemptRecord(
                state: try SignInGuard(canonicalBytes: row.bytes(0)),
                openTryCount: row.integer(1),
                countedAt: row.instant(2)
            )
        }
        return stored ?? AttemptRecord()
    }

    func hasSignedIn(_ userID: UserID, from placeBits: UInt128) throws -> Bool {
        try database.hasRow(
            "SELECT 1 FROM sign_in_place WHERE user_id = ? AND place = ?",
            [.id(userID), .bits(placeBits)]
        )
    }

    func session(_ id: SessionID) throws -> SessionRecord? {
        try database.first(Columns.session + " WHERE s.session_id = ?", [.id(id)], Self.session)
    }

    func usedSteps(of userID: UserID, since step: TimeStep) throws -> UsedSteps {
        UsedSteps(
            try database.all(
                "SELECT step FROM used_step WHERE user_id = ? AND step >= ? ORDER BY step",
                [.id(userID), .integer(step.number)]
            ) { TimeStep(number: $0.integer(0)) }
        )
    }

    func intent(_ key: IntentKey) throws -> IntentRecord? {
        try database.first(
            "SELECT user_id, session_id, reviewed, decision FROM intent WHERE intent_key = ?",
            [.id(key)]
        ) { row in
            IntentRecord(
                userID: try row.id(0),
                sessionID: try row.id(1),
                reviewed: row.bytes(2),
                decision: try IntentDecision(canonicalBytes: row.bytes(3))
            )
        }
    }

    func auditHead() throws -> (number: Int64, hash: Digest256) {
        let head = try database.first(
            "SELECT audit_no, hash FROM audit ORDER BY audit_no DESC LIMIT 1"
        ) { ($0.integer(0), try $0.digest(1)) }
        return head ?? (0, .zero)
    }

    func auditHash(at number: Int64) throws -> Digest256? {
        try database.first("SELECT hash FROM audit WHERE audit_no = ?", [.integer(number)]) {
            try $0.digest(0)
        }
    }

    func usedAllowance(
        of userID: UserID,
        on day: BusinessDate,
        in currency: Currency
    ) throws -> Money {
        let moved = try database.integer(
            """
            SELECT minor_units FROM used_allowance
            WHERE user_id = ? AND day = ? AND currency = ?
            """,
            [.id(userID), .integer(day.dayNumber), .text(currency.code)]
        )
        return Money(minorUnits: moved ?? 0, currency: currency)
    }

    func auditRows(after number: Int64, limit: Int) throws -> [AuditRow] {
        try database.all(
            "SELECT \(auditColumns) FROM audit WHERE audit_no > ? ORDER BY audit_no LIMIT ?",
            [.integer(number), .integer(limit)],
            Self.auditRow
        )
    }

    /// The columns of an audit row, without the hash.
    var auditColumns: String {
        "audit_no, at, actor, action, object, result, count, detail, "
            + (hasAuditNotes ? "concerned, note" : "NULL, NULL")
    }

    /// Decodes an audit row from the columns of ``auditColumns``.
    static func auditRow(_ row: SQLRow) throws -> AuditRow {
        let object: IntentKey? = try row.optionalID(4)
        let note = try row.isNull(9) ? nil : AuditNote(code: row.integer(9, as: UInt16.self))
        guard row.isNull(9) == (note == nil) else { throw LedgerStoreError.invalidRow("audit") }
        return AuditRow(
            number: row.integer(0),
            at: row.instant(1),
            actor: try row.optionalID(2),
            action: try row.value(3, in: "audit"),
            objectBits: object?.rawValue,
            result: try row.value(5, in: "audit"),
            count: row.integer(6),
            detail: row.isNull(7) ? nil : try row.digest(7),
            concernedID: try row.optionalID(8),
            note: note
        )
    }

    private static func user(_ row: SQLRow) throws -> UserRecord {
        let algorithm = HashAlgorithm.allCases.first { $0.storedNumber == row.integer(5) }
        let totp = algorithm.flatMap { algorithm in
            TOTP(
                algorithm: algorithm,
                digitCount: Int(clamping: row.integer(6)),
                periodSeconds: row.integer(7)
            )
        }
        guard let role = Role(rawValue: row.text(3)), let totp,
            let password = PasswordRecord(storedText: row.text(4))
        else { throw LedgerStoreError.invalidRow("user") }
        return UserRecord(
            id: try row.id(0),
            name: row.text(1),
            displayName: row.text(2),
            role: role,
            password: password,
            totp: totp,
            sealedTOTPSecret: row.bytes(8),
            sealedStorageKey: row.bytes(9),
            addedAt: row.instant(10),
            isDisabled: row.flag(11)
        )
    }

    private static func session(_ row: SQLRow) throws -> SessionRecord {
        let reason = try row.isNull(7) ? nil : row.integer(7, as: UInt8.self)
        return SessionRecord(
            id: try row.id(0),
            userID: try row.id(1),
            tokenHash: try row.digest(2),
            sealedAuthorisationKey: row.bytes(3),
            openedAt: row.instant(4),
            endsAt: row.instant(5),
            endedAt: row.optionalInstant(6),
            endedFor: reason.flatMap { SessionEnd(rawValue: $0) },
            terminal: row.optionalText(8)
        )
    }
}

extension HashAlgorithm {
    /// The number stored in rows for the algorithm; never changed or reused.
    var storedNumber: Int64 {
        switch self {
        case .sha1: 1
        case .sha256: 2
        case .sha512: 3
        }
    }
}
