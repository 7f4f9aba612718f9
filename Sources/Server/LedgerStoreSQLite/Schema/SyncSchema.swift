/// Third step of the schema: consoles and cursors.
enum SyncSchema {
    /// The tables of synchronisation; rows are only added.
    static let tables = ["cursor_key", "device", "device_stamp"]

    /// Tables of cursor keys, consoles and their stamps.
    ///
    /// The two indexes over grants and changes find the state of a user's accounts at a feed
    /// number.
    private static let sync = """
        CREATE TABLE cursor_key (
            key_no INTEGER PRIMARY KEY,
            cursor_key_id BLOB NOT NULL UNIQUE CHECK (length(cursor_key_id) = 16),
            sealed BLOB NOT NULL,
            made_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE device (
            user_id BLOB NOT NULL REFERENCES user (user_id),
            device_id BLOB NOT NULL CHECK (length(device_id) = 16),
            public_key BLOB NOT NULL CHECK (length(public_key) = 32),
            seen_at INTEGER NOT NULL,
            PRIMARY KEY (user_id, device_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE device_stamp (
            stamp_no INTEGER PRIMARY KEY,
            intent_key BLOB NOT NULL UNIQUE REFERENCES intent CHECK (length(intent_key) = 16),
            user_id BLOB NOT NULL,
            device_id BLOB NOT NULL,
            sequence INTEGER NOT NULL CHECK (sequence >= 1),
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            FOREIGN KEY (user_id, device_id) REFERENCES device
        ) STRICT;
        CREATE INDEX device_stamp_in_order ON device_stamp (user_id, device_id, sequence);

        CREATE INDEX access_grant_in_order ON access_grant (user_id, feed_sequence);

        CREATE INDEX change_of_account_itself ON change (account_no)
            WHERE account_no IS NOT NULL AND substr(payload, 1, 1) = x'01';
        """

    /// Third step of the schema: consoles and cursors.
    static var statements: String {
        let column = SealedColumn.ofCursors
        let updates = tables.map { table in
            table == column.table
                ? Schema.refusal(
                    ofUpdateOn: table,
                    keeping: ["key_no", "cursor_key_id", "made_at"],
                    but: [column]
                )
                : Schema.refusal(of: "UPDATE", on: table)
        }
        let deletes = tables.map { Schema.refusal(of: "DELETE", on: $0) }
        return ([sync] + updates + deletes + [Schema.guards(of: column)]).joined(separator: "\n")
    }
}
