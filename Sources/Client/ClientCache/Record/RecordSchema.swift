import GRDB

/// The tables of the local record.
///
/// The file is named with ``version``. There are no migrations: a record of another version is
/// removed, and fetched again.
enum RecordSchema {
    /// Changes whenever a table or the form of a sealed row does.
    static let version = 1

    /// The name of the file.
    static let fileName = "cache-\(version).sqlite"
    /// The name under which a damaged record is kept, one at a time.
    static let damagedFileName = "damaged-cache.sqlite"

    /// Makes the tables in an empty file.
    static func create(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE meta(
                    id INTEGER PRIMARY KEY CHECK (id = 1),
                    key_check BLOB NOT NULL,
                    sealed BLOB NOT NULL
                ) STRICT;
                CREATE TABLE chain(
                    account BLOB PRIMARY KEY,
                    sequence INTEGER NOT NULL,
                    hash BLOB NOT NULL,
                    sealed BLOB NOT NULL
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE entry(
                    account BLOB NOT NULL,
                    sequence INTEGER NOT NULL,
                    hash BLOB NOT NULL,
                    sealed BLOB NOT NULL,
                    PRIMARY KEY (account, sequence)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE account(
                    position INTEGER PRIMARY KEY,
                    is_staged INTEGER NOT NULL,
                    account BLOB NOT NULL,
                    sealed BLOB NOT NULL,
                    UNIQUE (is_staged, account)
                ) STRICT;
                CREATE TABLE hold(
                    is_staged INTEGER NOT NULL,
                    transfer BLOB NOT NULL,
                    account BLOB NOT NULL,
                    sealed BLOB NOT NULL,
                    PRIMARY KEY (is_staged, transfer)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE payee(
                    is_staged INTEGER NOT NULL,
                    account BLOB NOT NULL,
                    sealed BLOB NOT NULL,
                    PRIMARY KEY (is_staged, account)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE doubt(
                    account BLOB PRIMARY KEY,
                    sequence INTEGER NOT NULL,
                    reason INTEGER NOT NULL,
                    is_in_feed INTEGER NOT NULL
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE evidence(
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    account BLOB NOT NULL,
                    sequence INTEGER NOT NULL,
                    reason INTEGER NOT NULL,
                    sealed BLOB NOT NULL
                ) STRICT;
                """
        )
    }
}
