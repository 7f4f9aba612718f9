/// A loop that writes a bank's rows again into a copy of its books, in the same batches.
///
/// Tables, indexes, bytes and durability are the same, but there are no rules, triggers, authorizer
/// or audit chain. The bank's additional cost is its own logic. The common cost is SQLite and the
/// disk.
///
/// A lean loop has many rows in a statement, and keeps each entry once: by account and place, without
/// an index beside it. It shows what another layout could give.
final class BareLoop {
    /// A table of the bank's, with the query for the rows of the next batch and the statement that
    /// writes them.
    private struct CopiedTable {
        let rows: SQLiteStatement
        /// Statements for so many rows at once, the most first; the last writes one row.
        let writing: [(rowCount: Int, statement: SQLiteStatement)]
    }

    /// Maximum number of rows in a statement of a lean loop, which gains nothing beyond.
    private static let leanRowCount = 64

    /// Queries for the rows of a batch, in the order of writing.
    ///
    /// `?1` is the last transfer before the batch, `?2` the last one in it, and `?3` its audit row.
    /// With two entries per transfer and no other changes, the feed sequences follow from the
    /// transfers.
    private static let queries: KeyValuePairs = [
        "transfer":
            "SELECT * FROM transfer WHERE transfer_no > ?1 AND transfer_no <= ?2 ORDER BY 1",
        "journal_narrative": """
        SELECT journal_narrative.* FROM transfer JOIN journal_narrative USING (journal_id)
            WHERE transfer_no > ?1 AND transfer_no <= ?2 ORDER BY transfer_no
        """,
        "entry": """
        SELECT * FROM entry WHERE feed_sequence > (SELECT head FROM feed_head) - 2 *
            ((SELECT max(transfer_no) FROM transfer) - ?1)
            AND feed_sequence <= (SELECT head FROM feed_head) - 2 *
            ((SELECT max(transfer_no) FROM transfer) - ?2) ORDER BY 1
        """,
        "account_state": """
        SELECT * FROM account_state WHERE account_no IN
            (SELECT debit_no FROM transfer WHERE transfer_no > ?1 AND transfer_no <= ?2
            UNION SELECT credit_no FROM transfer
                WHERE transfer_no > ?1 AND transfer_no <= ?2)
        """,
        "audit": "SELECT * FROM audit WHERE audit_no = ?3",
    ]

    private let source: SQLiteConnection
    private let target: SQLiteConnection
    private let tables: [CopiedTable]
    /// Number of the last transfer that both files have.
    private var lastTransfer: Int64
    private var lastAudit: Int64

    /// Copies the present books of a bank.
    init(booksPath: String, copyPath: String, isLean: Bool = false) throws {
        source = try SQLiteConnection(booksPath)
        try source.execute("VACUUM INTO '\(copyPath)'")
        target = try SQLiteConnection(copyPath)
        for trigger in try target.texts("SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
            try target.execute("DROP TRIGGER \(trigger)")
        }
        // The settings of the bank's own connection, except those that enforce rules.
        try target.execute(
            """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -1024;
            PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY;
            """
        )
        if isLean { try target.keepEntriesOnce() }
        tables = try Self.queries.map { [source, target] table, query in
            let counts = isLean ? [Self.leanRowCount, 1] : [1]
            return CopiedTable(
                rows: try source.prepare(query),
                writing: try counts.map { count in
                    let isChanged = table == "account_state" && !isLean
                    let statement =
                        try isChanged
                        ? target.update(of: table)
                        : target.insertion(of: count, into: table)
                    return (count, statement)
                }
            )
        }
        lastTransfer = try target.number("SELECT max(transfer_no) FROM transfer")
        lastAudit = try target.number("SELECT max(audit_no) FROM audit")
    }

    /// Writes the next transfers that the bank has made, and returns the time without the reads.
    func write(transferCount: Int) throws -> Duration {
        let batch = try nextBatch(transferCount)
        return try ContinuousClock().measure {
            try target.execute("BEGIN IMMEDIATE")
            for (table, rows) in zip(tables, batch) {
                var rest = rows[...]
                for (count, statement) in table.writing {
                    while rest.count >= count {
                        try statement.write(rest.prefix(count))
                        rest = rest.dropFirst(count)
                    }
                }
            }
            try target.execute("COMMIT")
        }
    }

    /// Returns the rows of the next transfers, table by table.
    private func nextBatch(_ count: Int) throws -> [[SQLiteRow]] {
        let end = lastTransfer + Int64(count)
        defer {
            lastTransfer = end
            lastAudit += 1
        }
        let batch = try tables.map { try $0.rows.rows(lastTransfer, end, lastAudit + 1) }
        guard batch[0].count == count, batch[2].count == 2 * count else {
            throw BenchFailure("The bank's rows cannot be read for the bare loop.")
        }
        return batch
    }
}

extension SQLiteConnection {
    /// Prepares the statement that writes complete rows with the table's present columns.
    fileprivate func insertion(of rowCount: Int, into table: String) throws -> SQLiteStatement {
        let places = try columns(of: table).map { _ in "?" }.joined(separator: ", ")
        let rows = repeatElement("(\(places))", count: rowCount).joined(separator: ", ")
        // A changed row replaces its old one; all others are new.
        let verb = table == "account_state" ? "REPLACE" : "INSERT"
        return try prepare("\(verb) INTO \(table) VALUES \(rows)")
    }

    /// Replaces the table of entries by one that is its own index by account and place.
    fileprivate func keepEntriesOnce() throws {
        let names = try columns(of: "entry").joined(separator: ", ")
        try execute(
            """
            CREATE TABLE entry_once (\(names), PRIMARY KEY (account_no, account_sequence))
                WITHOUT ROWID;
            INSERT INTO entry_once SELECT * FROM entry;
            DROP TABLE entry;
            PRAGMA legacy_alter_table = ON;
            ALTER TABLE entry_once RENAME TO entry;
            """
        )
    }

    /// Prepares the statement that updates a row by its first column.
    fileprivate func update(of table: String) throws -> SQLiteStatement {
        let names = try columns(of: table)
        let changes = names.enumerated().dropFirst().map { "\($0.element) = ?\($0.offset + 1)" }
            .joined(separator: ", ")
        guard let key = names.first else { throw BenchFailure("There is no table \(table).") }
        return try prepare("UPDATE \(table) SET \(changes) WHERE \(key) = ?1")
    }

    private func columns(of table: String) throws -> [String] {
        try texts("SELECT name FROM pragma_table_info('\(table)') ORDER BY cid")
    }

    /// Returns the first column of a query's rows.
    fileprivate func texts(_ query: String) throws -> [String] {
        try prepare(query).rows().map { $0.text(0) }
    }

    /// Returns the number that a query gives.
    fileprivate func number(_ query: String) throws -> Int64 {
        try prepare(query).rows()[0].integer(0)
    }
}
