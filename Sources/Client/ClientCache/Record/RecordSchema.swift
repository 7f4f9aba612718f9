import Cryptography
import GRDB

/// Database schema of the local record.
///
/// The file name contains a hash of the schema. There are no migrations: a record of another schema
/// is fetched again into a new file, and the old one is removed when the new one is complete.
///
/// The rows of an account are found by its identifier, so that one account costs the same among any
/// number. Holds are found by their primary key and not by a separate index. The sums are not
/// computed over an index, so a row missing from an index would not be noticed.
enum RecordSchema {
    /// Increased whenever the format of a sealed row changes; the hash covers changes of the
    /// tables.
    private static let rowVersion = 5

    /// Name of the database file.
    static let fileName = "\(prefix)\(form)\(suffix)"
    /// Name under which one damaged record is kept.
    static let damagedFileName = "damaged-cache.sqlite"

    /// Returns true if a file is a record or belongs to one, whatever its schema.
    static func isRecordFile(_ name: String) -> Bool {
        name.hasPrefix(prefix) || name.hasPrefix(damagedFileName)
    }

    /// Returns true if a file belongs to a record of another schema.
    static func isOfOtherForm(_ name: String) -> Bool {
        name.hasPrefix(prefix) && !name.hasPrefix(fileName)
    }

    /// Creates the tables in an empty file.
    static func create(_ database: Database) throws {
        try database.execute(sql: sql)
    }

    private static let prefix = "cache-"
    private static let suffix = ".sqlite"

    private static let form: String = {
        let digest = SHA256.digest(of: Array("\(rowVersion)\n\(sql)".utf8))
        return String(digest.description.prefix(8))
    }()

    private static let sql = """
        CREATE TABLE meta(
            id INTEGER PRIMARY KEY CHECK (id = 1),
            key_check BLOB NOT NULL,
            sealed BLOB NOT NULL,
            generation BLOB NOT NULL
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
            PRIMARY KEY (is_staged, account, transfer)
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
        CREATE INDEX evidence_by_account ON evidence(account);
        CREATE TABLE unkept_evidence(
            account BLOB PRIMARY KEY,
            count INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
