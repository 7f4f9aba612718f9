/// Fifth step of the schema: digests of tables and links to the audit log.
enum IntegritySchema {
    /// The append-only tables of the fifth step.
    static let tables = ["journal_narrative"]

    /// The tables of the fifth step whose rows are replaced.
    static let mutableTables = ["table_digest", "used_allowance"]

    /// Fifth step: protection against replacement and tampering, and a reference from every booking
    /// to its audit row.
    ///
    /// - `table_digest` is a ``TableDigest`` of each table.
    /// - `audit_no` is the audit row of the booking; earlier rows have none.
    /// - `maker_id` is the member of staff who made a transfer.
    /// - `journal_narrative` is a hash of the narratives of a journal's entries.
    /// - `used_allowance` is the total that a user has moved on a day.
    /// - The row `finished` of `meta` says that the books are complete; older books with an epoch
    ///   are.
    static var statements: String {
        let refusals = Schema.refusals(on: tables)
        let keys = UniqueKey.ofFirstSteps + [UniqueKey("journal_narrative", "journal_id")]
        return
            ([integrityColumns, integrityNewTables] + refusals
            + [Schema.refusals(ofReplacing: keys)]).joined(separator: "\n")
    }

    private static let integrityColumns = """
        ALTER TABLE transfer ADD COLUMN audit_no INTEGER;
        ALTER TABLE transfer ADD COLUMN maker_id BLOB REFERENCES user (user_id)
            CHECK (length(maker_id) = 16);
        ALTER TABLE resolution ADD COLUMN audit_no INTEGER;
        ALTER TABLE refused_journal ADD COLUMN audit_no INTEGER;
        CREATE INDEX resolution_in_time ON resolution (resolved_at);
        CREATE INDEX refused_journal_in_time ON refused_journal (decided_at);
        """

    private static let integrityNewTables = """
        CREATE TABLE table_digest (
            table_name TEXT PRIMARY KEY,
            row_count INTEGER NOT NULL CHECK (row_count >= 0),
            digest BLOB NOT NULL CHECK (length(digest) = 32)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE journal_narrative (
            journal_id BLOB PRIMARY KEY CHECK (length(journal_id) = 16),
            digest BLOB NOT NULL CHECK (length(digest) = 32)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE used_allowance (
            user_id BLOB NOT NULL REFERENCES user (user_id),
            day INTEGER NOT NULL,
            currency TEXT NOT NULL CHECK (length(currency) = 3),
            minor_units INTEGER NOT NULL CHECK (minor_units >= 0),
            PRIMARY KEY (user_id, day, currency)
        ) STRICT, WITHOUT ROWID;

        INSERT INTO meta (key, value) SELECT 'finished', x'01' FROM meta WHERE key = 'epoch';
        """
}
