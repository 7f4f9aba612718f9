import CoreVocabulary
import Cryptography
import LedgerService
import SyncCore

// Checks of evidence rows, alone and against the audit log in both directions.
extension Checker {
    func evidenceHolds() throws -> CheckFinding? {
        try evidenceIsWhole() ?? evidenceIsAudited() ?? lineHasEvidence()
    }

    /// Finds the first evidence row whose entry is not the one that was inserted.
    private func evidenceIsWhole() throws -> CheckFinding? {
        var finding: CheckFinding?
        try database.forEach(
            """
            SELECT e.evidence_no, a.account_id, e.digest, e.entry
            FROM submitted_evidence e JOIN account a ON a.account_no = e.account_no
            ORDER BY e.evidence_no
            """
        ) { row in
            if finding != nil { return }
            let bytes = row.bytes(3)
            let accountID: AccountID = try row.id(1)
            // Bytes that do not decode are as wrong as another account's entry.
            let entry = try? EntryRecord(canonicalBytes: bytes)
            if try entry?.accountID != accountID || SHA256.digest(of: bytes) != row.digest(2) {
                finding = CheckFinding(.evidenceHolds, "submitted_evidence \(row.integer(0))")
            }
        }
        return finding
    }

    /// Finds the first evidence row whose audit row is missing or of another kind.
    private func evidenceIsAudited() throws -> CheckFinding? {
        try database.first(
            """
            SELECT e.evidence_no FROM submitted_evidence e
                LEFT JOIN audit a ON a.audit_no = e.audit_no
            WHERE ifnull(a.action, 0) <> ? OR a.actor IS NOT e.user_id
            ORDER BY e.evidence_no LIMIT 1
            """,
            [.integer(AuditRow.Action.evidenceSubmitted.rawValue)]
        ) { CheckFinding(.evidenceHolds, "submitted_evidence \($0.integer(0))") }
    }

    /// Finds the first audit row whose count differs from the number of its evidence rows.
    private func lineHasEvidence() throws -> CheckFinding? {
        try database.first(
            """
            WITH counted (audit_no, items) AS (
                SELECT audit_no, count(*) FROM submitted_evidence GROUP BY audit_no)
            SELECT a.audit_no FROM audit a LEFT JOIN counted c ON c.audit_no = a.audit_no
            WHERE a.action = ? AND ifnull(c.items, 0) <> a.count
            ORDER BY a.audit_no LIMIT 1
            """,
            [.integer(AuditRow.Action.evidenceSubmitted.rawValue)]
        ) { CheckFinding(.evidenceHolds, "audit \($0.integer(0))") }
    }
}
