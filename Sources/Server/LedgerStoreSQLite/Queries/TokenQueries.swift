import CoreVocabulary
import Cryptography
import LedgerService
import IdentityCore

/// Queries for signing keys, session renewal, revocation and rate limits.
protocol TokenQueries: SQLiteQueries {}

/// SQL conditions for a session `s` with its renewal `r`.
enum SessionCondition {
    /// SQL condition for a session `s` with the renewal `r` that has not expired at the time `?2`.
    static let livesAt = "s.ends_at > ?2 AND r.idle_ends_at > ?2"
    /// SQL condition for a session `s` whose keys are not destroyed, as in its partial indexes.
    static let hasKey = "length(s.authorisation_key) > 0"
    /// SQL condition for a session `s` that was not ended explicitly.
    static let isNotEnded = """
        NOT EXISTS (SELECT 1 FROM session_end e WHERE e.session_id = s.session_id)
        """
}

extension TokenQueries {
    func signingKeys() throws -> [SigningKey] {
        try database.all(
            """
            SELECT k.key_id, k.public_key, k.published_at, b.began_at, e.ended_at
            FROM signing_key k
            LEFT JOIN signing_key_begin b ON b.key_id = k.key_id
            LEFT JOIN signing_key_end e ON e.key_id = k.key_id
            ORDER BY k.key_no
            """
        ) { row in
            guard let publicKey = Ed25519.PublicKey(rawBytes: row.bytes(1)) else {
                throw LedgerStoreError.invalidRow("signing_key")
            }
            return SigningKey(
                id: try row.id(0),
                publicKey: publicKey,
                publishedAt: row.instant(2),
                beganAt: row.optionalInstant(3),
                endedAt: row.optionalInstant(4)
            )
        }
    }

    func sealedSigningKey(_ id: SigningKeyID) throws -> [UInt8]? {
        try database.first("SELECT secret FROM signing_secret WHERE key_id = ?", [.id(id)]) {
            $0.bytes(0)
        }
    }

    func renewal(of id: SessionID) throws -> RenewalRecord? {
        try database.first(
            """
            SELECT r.refresh_key, r.generation, r.nonce, r.renewed_at, s.ends_at, r.idle_ends_at,
                EXISTS (SELECT 1 FROM session_end e WHERE e.session_id = s.session_id)
            FROM session_renewal r JOIN session s ON s.session_id = r.session_id
            WHERE r.session_id = ?
            """,
            [.id(id)]
        ) { row in
            RenewalRecord(
                sessionID: id,
                sealedKey: row.bytes(0),
                family: RefreshFamily(
                    generation: try row.integer(1, as: UInt32.self),
                    nonce: row.isNull(2) ? nil : row.bytes(2),
                    renewedAt: row.instant(3),
                    endsAt: row.instant(4),
                    idleEndsAt: row.instant(5),
                    isEnded: row.flag(6)
                )
            )
        }
    }

    func openSessions(of userID: UserID, at now: Instant) throws -> [SessionID] {
        try sessions(
            "s.user_id = ?1 AND \(SessionCondition.livesAt)",
            [.id(userID), .instant(now)]
        )
    }

    func sessionsNotEnded(of userID: UserID) throws -> [SessionID] {
        try sessions(
            "s.user_id = ? AND \(SessionCondition.hasKey)",
            [.id(userID)],
            by: "session_of_user_with_key"
        )
    }

    func sessionsNotEnded(atTerminal terminal: String) throws -> [SessionID] {
        try sessions(
            "s.terminal = ? AND \(SessionCondition.hasKey)",
            [.text(terminal)],
            by: "session_at_terminal_with_key"
        )
    }

    /// Returns sessions that can be renewed and were not ended explicitly, oldest first.
    ///
    /// `index` forces a partial index with few sessions, because SQLite might choose a full one for
    /// its order.
    private func sessions(
        _ condition: String,
        _ values: [SQLValue],
        by index: String? = nil
    ) throws -> [SessionID] {
        let indexed = index.map { " INDEXED BY \($0)" } ?? ""
        return try database.all(
            """
            SELECT s.session_id FROM session s\(indexed)
            JOIN session_renewal r ON r.session_id = s.session_id
            WHERE \(condition) AND \(SessionCondition.isNotEnded)
            ORDER BY s.opened_at, s.session_id
            """,
            values
        ) { try $0.id(0) }
    }

    func hasSession(atTerminal terminal: String) throws -> Bool {
        try database.hasRow("SELECT 1 FROM session WHERE terminal = ? LIMIT 1", [.text(terminal)])
    }

    func revokedTerminals() throws -> [String] {
        try database.all("SELECT terminal FROM terminal_revocation ORDER BY terminal") {
            $0.text(0)
        }
    }

    func isRevoked(terminal: String) throws -> Bool {
        try database.hasRow(
            "SELECT 1 FROM terminal_revocation WHERE terminal = ?",
            [.text(terminal)]
        )
    }

    func wipeOrder(nonce: [UInt8]) throws -> WipeOrder? {
        try wipeOrder("nonce = ?", .blob(nonce))
    }

    func wipeOrder(of id: SessionID) throws -> WipeOrder? {
        try wipeOrder("session_id = ?", .id(id))
    }

    private func wipeOrder(_ condition: String, _ value: SQLValue) throws -> WipeOrder? {
        try database.first(
            "SELECT nonce, user_id, session_id, ordered_at FROM wipe_order WHERE \(condition)",
            [value]
        ) { row in
            WipeOrder(
                nonce: row.bytes(0),
                userID: try row.id(1),
                sessionID: try row.optionalID(2),
                orderedAt: row.instant(3)
            )
        }
    }

    func limit(under key: LimitKey) throws -> Instant? {
        try database.first(
            "SELECT full_at FROM rate_limit WHERE limit_key = ?",
            [.blob(key.bytes)]
        ) { $0.instant(0) }
    }

    func limits(at now: Instant) throws -> [LimitRecord] {
        try database.all(
            "SELECT limit_key, full_at FROM rate_limit WHERE full_at > ? ORDER BY limit_key",
            [.instant(now)]
        ) { row in
            guard let key = LimitKey(bytes: row.bytes(0)) else {
                throw LedgerStoreError.invalidRow("rate_limit")
            }
            return LimitRecord(key: key, fullAt: row.instant(1))
        }
    }
}
