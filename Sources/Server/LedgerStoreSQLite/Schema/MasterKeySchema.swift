/// Second step of the schema: numbered master keys and later epochs.
enum MasterKeySchema {
    /// The tables of the master keys and of later epochs; rows are only added.
    static let tables = ["master_key", "master_key_end", "later_epoch"]

    /// Tables of master keys and of later epochs.
    ///
    /// They record which master keys have sealed something here, which of them are retired, and the
    /// epochs after the first, one for each restoration from a backup.
    static let keys = """
        CREATE TABLE master_key (
            key_no INTEGER PRIMARY KEY CHECK (key_no BETWEEN 1 AND 4294967295),
            header BLOB NOT NULL UNIQUE CHECK (length(header) = 5),
            proof BLOB NOT NULL,
            began_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE master_key_end (
            key_no INTEGER PRIMARY KEY REFERENCES master_key,
            ended_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE later_epoch (
            epoch_no INTEGER PRIMARY KEY,
            epoch BLOB NOT NULL UNIQUE CHECK (length(epoch) = 8),
            began_at INTEGER NOT NULL
        ) STRICT;
        """

    /// Columns of users and sessions that never change, which are all except the sealed ones.
    static let keptColumns = [
        "user": [
            "user_no", "user_id", "name", "display_name", "role", "password", "totp_algorithm",
            "totp_digits", "totp_period", "added_at",
        ],
        "session": ["session_id", "user_id", "token_hash", "opened_at", "ends_at"],
    ]

    /// Second step: master keys have numbers, values can be resealed, and a restoration begins a
    /// new epoch.
    static var statements: String {
        let refusals = Schema.refusals(on: tables)
        let sealedTables = ["user", "session"].map { table in
            "DROP TRIGGER \(table)_refuses_update;\n"
                + Schema.refusal(
                    ofUpdateOn: table,
                    keeping: keptColumns[table] ?? [],
                    but: SealedColumn.ofFirstStep.filter { $0.table == table }
                )
        }
        return ([keys] + refusals + sealedTables + SealedColumn.ofFirstStep.map(Schema.guards))
            .joined(separator: "\n")
    }
}
