import Cryptography
import GRDB

/// The tables of the local record.
///
/// The file is named with a hash of its form. There are no migrations: a record of another form is
/// fetched again beside it, and removed when the new one is complete.
///
/// The rows of an account are found by it, so that one costs the same among any number. Holds are
/// found so by their primary key and not by an index beside it: the sums are not counted over an
/// index, so that nobody would miss a row that is missing from it.
enum RecordSchema {
    /// Changes whenever the form of a sealed row does; the tables speak for themselves.
    private static let rowVersion = 5

    /// The name of the file.
    static let fileName = "\(prefix)\(form)\(suffix)"
    /// The name under which a damaged record is kept, one at a time.
    static let damagedFileName = "damaged-cache.sqlite"

    /// Whether a file is a record or belongs to one, whatever its form.
    static func isRecordFile(_ name: String) -> Bool {
        name.hasPrefix(prefix) || name.hasPrefix(damagedFileName)
    }

    /// Whether a file belongs to a record of another form.
    static func isOfOtherForm(_ name: String) -> Bool {
        name.hasPrefix(prefix) && !name.hasPrefix(fileName)
    }

    /// Makes the tables in an empty file.
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
