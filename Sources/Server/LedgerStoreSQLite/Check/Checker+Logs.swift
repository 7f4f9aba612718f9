import LedgerCore
import LedgerService

// Checks of bookings and audit rows against each other. Every transfer, end of a hold and refused
// journal refers to the audit row that was written right after it. Rows from before the fifth step
// of the schema refer to none.
extension Checker {
    func bookingsAreAudited() throws -> CheckFinding? {
        try bookingIsAudited() ?? lineHasBookings() ?? intentsAreAudited()
    }

    /// Finds the first booking whose audit row is missing or of another kind.
    private func bookingIsAudited() throws -> CheckFinding? {
        let posted = "\(AuditRow.Action.journalsPosted.rawValue)"
        let decided = "\(AuditRow.Action.intentDecided.rawValue)"
        let expired = "\(AuditRow.Action.pendingsExpired.rawValue)"
        let kinds = [
            ("transfer", [posted, decided]), ("resolution", [posted, decided, expired]),
            ("refused_journal", [posted, decided]),
        ]
        for (table, actions) in kinds {
            let finding = try database.first(
                """
                SELECT b.audit_no FROM \(table) b LEFT JOIN audit a ON a.audit_no = b.audit_no
                WHERE b.audit_no IS NOT NULL
                    AND ifnull(a.action, 0) NOT IN (\(actions.joined(separator: ", ")))
                ORDER BY b.audit_no LIMIT 1
                """
            ) { CheckFinding(.bookingsAreAudited, "\(table) of audit \($0.integer(0))") }
            if let finding { return finding }
        }
        return try database.first(
            """
            SELECT transfer_no FROM transfer WHERE audit_no IS NULL AND transfer_no >
                (SELECT min(transfer_no) FROM transfer WHERE audit_no IS NOT NULL) LIMIT 1
            """
        ) { CheckFinding(.bookingsAreAudited, "transfer \($0.integer(0))") }
    }

    /// Finds the first audit row whose bookings are missing, from the first booking with a
    /// reference on.
    private func lineHasBookings() throws -> CheckFinding? {
        try database.first(
            """
            WITH booked (audit_no, transfers, journals, ends) AS (
                SELECT audit_no, count(*), count(DISTINCT journal_id), 0
                FROM transfer WHERE audit_no IS NOT NULL GROUP BY audit_no
                UNION ALL SELECT audit_no, 0, 1, 0
                FROM refused_journal WHERE audit_no IS NOT NULL
                UNION ALL SELECT audit_no, 0, 0, 1
                FROM resolution WHERE audit_no IS NOT NULL AND status = ?4
            ), counted (audit_no, transfers, journals, ends) AS (
                SELECT audit_no, sum(transfers), sum(journals), sum(ends)
                FROM booked GROUP BY audit_no
            )
            SELECT a.audit_no FROM audit a LEFT JOIN counted c ON c.audit_no = a.audit_no
            WHERE a.audit_no >= (SELECT min(audit_no) FROM counted) AND (
                (a.action = ?1 AND a.result = ?5 AND ifnull(c.transfers, 0) <> 1)
                OR (a.action = ?2 AND ifnull(c.journals, 0) > a.count)
                OR (a.action = ?3 AND ifnull(c.ends, 0) <> a.count))
            ORDER BY a.audit_no LIMIT 1
            """,
            [
                .integer(AuditRow.Action.intentDecided.rawValue),
                .integer(AuditRow.Action.journalsPosted.rawValue),
                .integer(AuditRow.Action.pendingsExpired.rawValue),
                .integer(PendingStatus.expired.rawValue),
                .integer(AuditRow.Result.done.rawValue),
            ]
        ) { CheckFinding(.bookingsAreAudited, "audit \($0.integer(0))") }
    }

    /// Finds the first audit row without its decision, or else the decisions without their audit
    /// rows.
    private func intentsAreAudited() throws -> CheckFinding? {
        let actions: [SQLValue] = [
            .integer(AuditRow.Action.intentDecided.rawValue),
            .integer(AuditRow.Action.intentCancelled.rawValue),
        ]
        let line = try database.first(
            """
            SELECT audit_no FROM audit WHERE action IN (?1, ?2)
                AND object NOT IN (SELECT intent_key FROM intent)
            ORDER BY audit_no LIMIT 1
            """,
            actions
        ) { CheckFinding(.bookingsAreAudited, "audit \($0.integer(0))") }
        if let line { return line }
        return try database.integer(
            """
            SELECT count(*) FROM intent WHERE intent_key NOT IN (
                SELECT object FROM audit WHERE action IN (?1, ?2) AND object IS NOT NULL)
            """,
            actions
        ).flatMap { $0 == 0 ? nil : CheckFinding(.bookingsAreAudited, "\($0) of intent") }
    }

    /// Recomputes the digest of every table from its rows.
    func tablesAreOurs() throws -> CheckFinding? {
        try TableDigests.firstStrangeTable(in: database).map {
            CheckFinding(.tablesAreOurs, "table \($0)")
        }
    }
}
