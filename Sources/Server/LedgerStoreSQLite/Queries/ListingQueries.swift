import CoreVocabulary
import LedgerCore
import SyncCore

/// Queries for an operator's lists.
protocol ListingQueries: EvidenceQueries, IdentityQueries {}

extension ListingQueries {
    func userLines(after number: Int64, at now: Instant, limit: Int) throws -> [UserLine] {
        try database.all(
            """
            SELECT u.user_no, u.user_id, u.name, u.display_name, ifnull(c.role, u.role),
                ifnull(c.is_disabled, 0), u.added_at,
                (SELECT count(*) FROM session s
                    JOIN session_renewal r ON r.session_id = s.session_id
                    WHERE s.user_id = u.user_id
                        AND \(SessionCondition.livesAt) AND \(SessionCondition.isNotEnded))
            FROM user u LEFT JOIN user_change c ON c.user_id = u.user_id AND c.change_no =
                (SELECT max(change_no) FROM user_change WHERE user_id = u.user_id)
            WHERE u.user_no > ?1 ORDER BY u.user_no LIMIT ?3
            """,
            [.integer(number), .instant(now), .integer(limit)]
        ) { row in
            UserLine(
                number: row.integer(0),
                id: try row.id(1),
                name: row.text(2),
                displayName: row.text(3),
                role: row.text(4),
                isDisabled: row.flag(5),
                addedAt: row.instant(6),
                openSessionCount: row.integer(7)
            )
        }
    }

    func sessionLines(
        of userID: UserID?,
        after place: SessionLine.Place,
        at now: Instant,
        limit: Int
    ) throws -> [SessionLine] {
        // `CROSS JOIN` keeps the order of the tables: users first, each with their few open
        // sessions.
        try database.all(
            """
            SELECT u.user_no, s.opened_at, s.session_id, u.name, s.terminal, s.ends_at,
                r.idle_ends_at
            FROM user u CROSS JOIN session s ON s.user_id = u.user_id
            CROSS JOIN session_renewal r ON r.session_id = s.session_id
            WHERE \(userID == nil ? "?1 IS NULL" : "u.user_id = ?1")
                AND \(SessionCondition.livesAt) AND \(SessionCondition.isNotEnded)
                AND u.user_no >= ?3 AND (u.user_no, s.opened_at, s.session_id) > (?3, ?4, ?5)
            ORDER BY u.user_no, s.opened_at, s.session_id LIMIT ?6
            """,
            [
                .id(userID), .instant(now), .integer(place.userNumber), .instant(place.openedAt),
                .id(place.id), .integer(limit),
            ]
        ) { row in
            SessionLine(
                place: SessionLine.Place(
                    userNumber: row.integer(0),
                    openedAt: row.instant(1),
                    id: try row.id(2)
                ),
                userName: row.text(3),
                terminal: row.optionalText(4),
                endsAt: row.instant(5),
                idleEndsAt: row.instant(6)
            )
        }
    }

    func terminalLines(after name: String, limit: Int) throws -> [TerminalLine] {
        // The recursion jumps from each name to the next, because many sessions share a name.
        try database.all(
            """
            WITH RECURSIVE named (terminal) AS (
                VALUES (?1)
                UNION ALL SELECT (
                    SELECT min(terminal) FROM (
                        SELECT min(s.terminal) AS terminal FROM session s
                            WHERE s.terminal > n.terminal
                        UNION ALL SELECT min(t.terminal) FROM terminal_revocation t
                            WHERE t.terminal > n.terminal))
                FROM named n WHERE n.terminal IS NOT NULL LIMIT ?2 + 1
            )
            SELECT n.terminal,
                (SELECT max(s.opened_at) FROM session s WHERE s.terminal = n.terminal),
                r.revoked_at
            FROM named n LEFT JOIN terminal_revocation r ON r.terminal = n.terminal
            WHERE n.terminal > ?1 ORDER BY n.terminal
            """,
            [.text(name), .integer(limit)]
        ) { row in
            TerminalLine(
                name: row.text(0),
                lastOpenedAt: row.optionalInstant(1),
                revokedAt: row.optionalInstant(2)
            )
        }
    }

    func grantLines(of userID: UserID, after number: Int64, limit: Int) throws -> [GrantLine] {
        try database.all(
            """
            SELECT g.account_no, a.number, a.holder, g.access
            FROM current_grant g JOIN account a ON a.account_no = g.account_no
            WHERE g.user_id = ? AND g.account_no > ? ORDER BY g.account_no LIMIT ?
            """,
            [.id(userID), .integer(number), .integer(limit)]
        ) { row in
            GrantLine(
                number: row.integer(0),
                accountNumber: row.text(1),
                holder: row.text(2),
                access: try row.value(3, in: "access_grant")
            )
        }
    }

    func holderLines(
        of accountID: AccountID,
        after number: Int64,
        limit: Int
    ) throws -> [HolderLine] {
        // The account's grants come first, because there may be many more users.
        try database.all(
            """
            SELECT u.user_no, u.name, g.access
            FROM current_grant g CROSS JOIN user u ON u.user_id = g.user_id
            WHERE g.account_no = ? AND u.user_no > ? ORDER BY u.user_no LIMIT ?
            """,
            [.integer(try knownKey(of: accountID).number), .integer(number), .integer(limit)]
        ) { row in
            HolderLine(
                number: row.integer(0),
                userName: row.text(1),
                access: try row.value(2, in: "access_grant")
            )
        }
    }

    func payees(
        of userID: UserID,
        after number: Int64,
        limit: Int
    ) throws -> [(number: Int64, payee: PayeeRecord)] {
        try database.all(
            """
            SELECT p.account_no, p.record FROM payee p
            WHERE p.user_id = ?1 AND p.account_no > ?2 AND p.feed_sequence =
                (SELECT max(later.feed_sequence) FROM payee later
                    WHERE later.user_id = ?1 AND later.account_no = p.account_no)
            ORDER BY p.account_no LIMIT ?3
            """,
            [.id(userID), .integer(number), .integer(limit)]
        ) { (number: $0.integer(0), payee: try PayeeRecord(canonicalBytes: $0.bytes(1))) }
    }

    func pendingHolds(
        of accountID: AccountID,
        after number: Int64,
        limit: Int
    ) throws -> [(number: Int64, hold: HoldRecord)] {
        try database.all(
            """
            SELECT p.hold_no, h.record FROM pending_hold p JOIN hold h ON h.hold_no = p.hold_no
            WHERE p.account_no = ? AND p.hold_no > ? ORDER BY p.hold_no LIMIT ?
            """,
            [.integer(try knownKey(of: accountID).number), .integer(number), .integer(limit)]
        ) { (number: $0.integer(0), hold: try HoldRecord(canonicalBytes: $0.bytes(1))) }
    }

    func incomingHolds(
        of accountID: AccountID,
        after number: Int64,
        limit: Int
    ) throws -> [(number: Int64, id: TransferID)] {
        // Pending transfers come first, because they are few compared with the booked ones.
        try database.all(
            """
            SELECT o.transfer_no, t.transfer_id
            FROM open_hold o CROSS JOIN transfer t ON t.transfer_no = o.transfer_no
            JOIN account a ON a.account_no = ?1
            WHERE o.transfer_no > ?2
                AND CASE a.normal_side WHEN ?4 THEN t.credit_no ELSE t.debit_no END = ?1
            ORDER BY o.transfer_no LIMIT ?3
            """,
            [
                .integer(try knownKey(of: accountID).number), .integer(number), .integer(limit),
                .integer(Side.credit.rawValue),
            ]
        ) { (number: $0.integer(0), id: try $0.id(1)) }
    }

    func evidenceLines(after number: Int64, limit: Int) throws -> [EvidenceLine] {
        guard try evidenceHead() > number else { return [] }
        return try database.all(
            """
            SELECT e.evidence_no, e.user_id, e.session_id, e.reason, e.entry, e.received_at, u.name,
                a.number
            FROM submitted_evidence e JOIN user u ON u.user_id = e.user_id
            JOIN account a ON a.account_no = e.account_no
            WHERE e.evidence_no > ? ORDER BY e.evidence_no LIMIT ?
            """,
            [.integer(number), .integer(limit)]
        ) { row in
            EvidenceLine(
                number: row.integer(0),
                evidence: try Self.evidence(row),
                userName: row.text(6),
                accountNumber: row.text(7)
            )
        }
    }

    func auditNumber(of id: TransferID) throws -> Int64? {
        try database.integer(
            "SELECT audit_no FROM transfer WHERE transfer_id = ? AND audit_no IS NOT NULL",
            [.id(id)]
        )
    }

    func auditLines(
        after number: Int64,
        upTo last: Int64,
        about userID: UserID?
    ) throws -> [AuditLine] {
        let concerned = hasAuditNotes ? "concerned" : "NULL"
        return try database.all(
            """
            SELECT \(auditColumns), ua.name, uc.name, uo.name, a.number, us.name FROM audit
            LEFT JOIN user ua ON ua.user_id = actor
            LEFT JOIN user uc ON uc.user_id = \(concerned)
            LEFT JOIN user uo ON uo.user_id = object
            LEFT JOIN account a ON a.account_id = object
            LEFT JOIN session s ON s.session_id = object
            LEFT JOIN user us ON us.user_id = s.user_id
            WHERE audit_no > ?1 AND audit_no <= ?2
                AND (?3 IS NULL OR ?3 IN (actor, \(concerned), object, s.user_id))
            ORDER BY audit_no
            """,
            [.integer(number), .integer(last), .id(userID)]
        ) { row in
            AuditLine(
                row: try Self.auditRow(row),
                actorName: row.optionalText(10),
                concernedName: row.optionalText(11),
                objectUserName: row.optionalText(12),
                objectAccountNumber: row.optionalText(13),
                objectSessionUserName: row.optionalText(14)
            )
        }
    }
}
