extension Schema {
    /// The tables of the master keys and of later epochs; rows are only added.
    static let keyTables = ["master_key", "master_key_end", "later_epoch"]

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

    /// Returns a trigger that rejects updates of a table's rows, except of its sealed columns.
    static func refusal(
        ofUpdateOn table: String,
        keeping columns: [String],
        but sealed: [SealedColumn]
    ) -> String {
        // The trigger compares values and does not list columns, because a row's number has the
        // alias `rowid`.
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

    /// Returns triggers that reject values of a retired key, and an index that finds the values of
    /// a key.
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

    /// Second step: master keys have numbers, values can be resealed, and a restoration begins a
    /// new epoch.
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
