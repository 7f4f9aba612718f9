/// Eleventh step of the schema: entries of consoles that the books lacked.
enum EvidenceSchema {
    /// The append-only tables of the eleventh step.
    static let tables = ["submitted_evidence"]

    /// Eleventh step: entries of consoles that the books lacked or had differently.
    ///
    /// They are claims of their users. No other table refers to them, and no sum includes them.
    /// `audit_no` is the audit row of the evidence.
    static var statements: String {
        let refusals = Schema.refusals(on: tables)
        let keys = [
            UniqueKey("submitted_evidence", "evidence_no"),
            UniqueKey("submitted_evidence", "user_id", "digest"),
        ]
        return ([submittedEvidence] + refusals + [Schema.refusals(ofReplacing: keys)])
            .joined(separator: "\n")
    }

    private static let submittedEvidence = """
        CREATE TABLE submitted_evidence (
            evidence_no INTEGER PRIMARY KEY,
            user_id BLOB NOT NULL REFERENCES user (user_id),
            session_id BLOB NOT NULL REFERENCES session,
            account_no INTEGER NOT NULL REFERENCES account,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            reason TEXT NOT NULL,
            entry BLOB NOT NULL CHECK (length(entry) <= 1024),
            received_at INTEGER NOT NULL,
            audit_no INTEGER NOT NULL,
            UNIQUE (user_id, digest)
        ) STRICT;
        """
}
