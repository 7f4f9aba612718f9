extension Schema {
    /// The tables of the master keys and of later epochs; rows are only added.
    static let keyTables = ["master_key", "master_key_end", "later_epoch"]

    /// Which master keys have sealed something here, which do so no more, and the epochs after the
    /// first, one for each time that the books were put back from a backup.
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

    /// What users and sessions keep: everything but their sealed columns.
    static let keptColumns = [
        "user": [
            "user_no", "user_id", "name", "display_name", "role", "password", "totp_algorithm",
            "totp_digits", "totp_period", "added_at",
        ],
        "session": ["session_id", "user_id", "token_hash", "opened_at", "ends_at"],
    ]

    /// Lets the sealed columns of a table be replaced, and nothing else of its rows.
    static func refusal(
        ofUpdateOn table: String,
        keeping columns: [String],
        but sealed: [SealedColumn]
    ) -> String {
        // Values are compared, not names: a row's number has another name as well, `rowid`.
        let changes = columns.map { "NEW.\($0) IS NOT OLD.\($0)" }.joined(separator: " OR ")
        let sameSeals = sealed.map { "NEW.\($0.column) IS OLD.\($0.column)" }
            .joined(separator: " AND ")
        return """
            CREATE TRIGGER \(table)_refuses_update BEFORE UPDATE ON \(table)
            WHEN \(changes) OR (\(sameSeals)) BEGIN
                SELECT RAISE(ABORT, '\(table) keeps all but what is sealed');
            END;
            """
    }

    /// Refuses rows that a retired key sealed, and finds those of a key without reading all.
    static func guards(of column: SealedColumn) -> String {
        let name = "\(column.table)_\(column.column)"
        let isRetired = """
            EXISTS (SELECT 1 FROM master_key k JOIN master_key_end USING (key_no)
                WHERE k.header = substr(NEW.\(column.column), 1, 5))
            """
        return ["INSERT", "UPDATE OF \(column.column)"].map { event in
            """
            CREATE TRIGGER \(name)_refuses_retired_key_on_\(event.prefix(6).lowercased())
            BEFORE \(event) ON \(column.table) WHEN \(isRetired) BEGIN
                SELECT RAISE(ABORT, 'this master key was retired');
            END;
            """
        }.joined(separator: "\n") + """

            CREATE INDEX \(name)_by_master_key
                ON \(column.table) (substr(\(column.column), 1, 5));
            """
    }

    /// The second step: keys have numbers, what they sealed can be sealed anew, and books that were
    /// put back from a backup begin a new epoch.
    static var masterKeys: String {
        let refusals = keyTables.flatMap { table in
            ["UPDATE", "DELETE"].map { refusal(of: $0, on: table) }
        }
        let sealedTables = ["user", "session"].map { table in
            "DROP TRIGGER \(table)_refuses_update;\n"
                + refusal(
                    ofUpdateOn: table,
                    keeping: keptColumns[table] ?? [],
                    but: SealedColumn.ofFirstStep.filter { $0.table == table }
                )
        }
        return ([keys] + refusals + sealedTables + SealedColumn.ofFirstStep.map(guards))
            .joined(separator: "\n")
    }
}
