import CoreVocabulary
import Cryptography
import LedgerService
import SyncCore

/// Queries for submitted evidence.
protocol EvidenceQueries: SQLiteQueries {}

extension EvidenceQueries {
    func wasGranted(_ accountID: AccountID, to userID: UserID) throws -> Bool {
        guard let key = try key(of: accountID) else { return false }
        return try database.hasRow(
            """
            SELECT 1 FROM access_grant
            WHERE user_id = ? AND account_no = ? AND access IS NOT NULL LIMIT 1
            """,
            [.id(userID), .integer(key.number)]
        )
    }

    func hasEvidence(_ digest: Digest256, of userID: UserID) throws -> Bool {
        try database.hasRow(
            "SELECT 1 FROM submitted_evidence WHERE user_id = ? AND digest = ?",
            [.id(userID), .digest(digest)]
        )
    }

    func evidenceCount(of userID: UserID) throws -> Int64 {
        let count = "SELECT count(*) FROM submitted_evidence WHERE user_id = ?"
        return try database.integer(count, [.id(userID)]) ?? 0
    }

    func evidenceHead() throws -> Int64 {
        // Books that the present release has not opened for writing yet may lack the table.
        guard try database.hasTable("submitted_evidence") else { return 0 }
        return try database.integer("SELECT max(evidence_no) FROM submitted_evidence") ?? 0
    }

    func evidence(
        after number: Int64,
        limit: Int
    ) throws -> [(number: Int64, evidence: SubmittedEvidence)] {
        guard try evidenceHead() > number else { return [] }
        return try database.all(
            """
            SELECT evidence_no, user_id, session_id, reason, entry, received_at
            FROM submitted_evidence WHERE evidence_no > ? ORDER BY evidence_no LIMIT ?
            """,
            [.integer(number), .integer(limit)]
        ) { row in (number: row.integer(0), evidence: try Self.evidence(row)) }
    }

    /// Decodes evidence from the columns after its number: user, session, reason, entry and time.
    static func evidence(_ row: SQLRow) throws -> SubmittedEvidence {
        guard let reason = ChainBreak(rawValue: row.text(3)) else {
            throw LedgerStoreError.invalidRow("submitted_evidence")
        }
        return SubmittedEvidence(
            userID: try row.id(1),
            sessionID: try row.id(2),
            reason: reason,
            entry: try EntryRecord(canonicalBytes: row.bytes(4)),
            receivedAt: row.instant(5)
        )
    }
}
