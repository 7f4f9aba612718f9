import LedgerService

extension Checker {
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
