import LedgerService
import SyncCore

extension SQLiteTransaction {
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
