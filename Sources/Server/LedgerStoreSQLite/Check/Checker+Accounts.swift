import LedgerService

extension Checker {
    /// Answers ``BooksCheck/accountsAgree()`` by one statement.
    func accountsAgree() throws -> CheckFinding? {
        // A post counts with its own amount; its hold is released in full.
        try database.first(
            """
            WITH moved (account_no, side, pending, posted) AS (
                SELECT debit_no, 1, 0, amount FROM transfer WHERE kind IN \(TransferKinds.booked)
                UNION ALL
                SELECT credit_no, 2, 0, amount FROM transfer WHERE kind IN \(TransferKinds.booked)
                UNION ALL
                SELECT debit_no, 1, amount, 0 FROM transfer t WHERE kind = 2 AND NOT EXISTS (
                    SELECT 1 FROM resolution WHERE pending_id = t.transfer_id)
                UNION ALL
                SELECT credit_no, 2, amount, 0 FROM transfer t WHERE kind = 2 AND NOT EXISTS (
                    SELECT 1 FROM resolution WHERE pending_id = t.transfer_id)
            ), totals AS (
                SELECT account_no,
                    sum(CASE WHEN side = 1 THEN pending ELSE 0 END) AS debits_pending,
                    sum(CASE WHEN side = 1 THEN posted ELSE 0 END) AS debits_posted,
                    sum(CASE WHEN side = 2 THEN pending ELSE 0 END) AS credits_pending,
                    sum(CASE WHEN side = 2 THEN posted ELSE 0 END) AS credits_posted
                FROM moved GROUP BY account_no
            )
            SELECT a.account_no FROM account a
                LEFT JOIN account_state s ON s.account_no = a.account_no
                LEFT JOIN totals t ON t.account_no = a.account_no
            WHERE s.debits_pending IS NOT ifnull(t.debits_pending, 0)
                OR s.debits_posted IS NOT ifnull(t.debits_posted, 0)
                OR s.credits_pending IS NOT ifnull(t.credits_pending, 0)
                OR s.credits_posted IS NOT ifnull(t.credits_posted, 0)
            ORDER BY a.account_no LIMIT 1
            """
        ) { CheckFinding(.accountsAgree, "account_state \($0.integer(0))") }
    }

    /// Answers ``BooksCheck/holdsAgree()`` by one statement, which also covers holds that never expire.
    func holdsAgree() throws -> CheckFinding? {
        try database.first(
            """
            SELECT t.transfer_no FROM transfer t
                LEFT JOIN open_hold o ON o.transfer_no = t.transfer_no
                LEFT JOIN resolution r ON r.pending_id = t.transfer_id
            WHERE (t.kind = 2 AND r.pending_id IS NULL) <> (o.transfer_no IS NOT NULL)
                OR (o.transfer_no IS NOT NULL AND o.expires_at IS NOT t.expires_at)
                OR (r.pending_id IS NOT NULL AND t.kind <> 2)
            ORDER BY t.transfer_no LIMIT 1
            """
        ) { CheckFinding(.holdsAgree, "transfer \($0.integer(0))") }
    }

    /// Compares the pending holds and the current grants with those derived from the other tables.
    func whatIsOpenAgrees() throws -> CheckFinding? {
        let hold = try database.first(
            """
            SELECT h.hold_no FROM hold h
                LEFT JOIN resolution r ON r.pending_id = h.transfer_id
                LEFT JOIN pending_hold p
                    ON p.account_no = h.account_no AND p.hold_no = h.hold_no
            WHERE (r.pending_id IS NULL) <> (p.hold_no IS NOT NULL)
            UNION ALL SELECT hold_no FROM pending_hold p WHERE NOT EXISTS (
                SELECT 1 FROM hold h
                WHERE h.hold_no = p.hold_no AND h.account_no = p.account_no)
            ORDER BY 1 LIMIT 1
            """
        ) { CheckFinding(.holdsAgree, "hold \($0.integer(0))") }
        if let hold { return hold }
        let derived = OpenItemSchema.lastGrants
        let kept = "SELECT \(OpenItemSchema.grantColumns) FROM current_grant"
        return try database.first(
            """
            SELECT feed_sequence FROM (\(derived) EXCEPT \(kept))
            UNION ALL SELECT feed_sequence FROM (\(kept) EXCEPT \(derived))
            ORDER BY 1 LIMIT 1
            """
        ) { CheckFinding(.grantsAgree, "access_grant \($0.integer(0))") }
    }
}
