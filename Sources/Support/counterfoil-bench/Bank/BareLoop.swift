/// A loop that writes a bank's rows again into a copy of its books, in the same batches.
///
/// Tables, indexes, bytes and durability are the same, but there are no rules, triggers, authorizer
/// or audit chain. The bank's additional cost is its own logic. The common cost is SQLite and the
/// disk.
final class BareLoop {
    /// The rows of one batch, by table.
    private struct Batch {
        var transfers: [SQLiteRow]
        var narratives: [SQLiteRow]
        var entries: [SQLiteRow]
        var states: [SQLiteRow]
        var audit: [SQLiteRow]
    }

    private let source: SQLiteConnection
    private let target: SQLiteConnection
    private let transfers: SQLiteStatement
    private let narratives: SQLiteStatement
    private let entries: SQLiteStatement
    private let states: SQLiteStatement
    private let audit: SQLiteStatement
    /// Number of the last transfer that both files have.
    private var lastTransfer: Int64
    private var lastAudit: Int64

    /// Copies the present books of a bank.
    init(booksPath: String, copyPath: String) throws {
        source = try SQLiteConnection(booksPath)
        try source.execute("VACUUM INTO '\(copyPath)'")
        target = try SQLiteConnection(copyPath)
        for trigger in try target.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
            .texts()
        {
            try target.execute("DROP TRIGGER \(trigger)")
        }
        // The settings of the bank's own connection, except those that enforce rules.
        try target.execute(
            """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -1024;
            PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY;
            """
        )
        transfers = try Self.insertion(into: "transfer", target)
        narratives = try Self.insertion(into: "journal_narrative", target)
        entries = try Self.insertion(into: "entry", target)
        audit = try Self.insertion(into: "audit", target)
        states = try Self.update(of: "account_state", target)
        lastTransfer =
            try target.prepare("SELECT max(transfer_no) FROM transfer").rows()[0].integer(0)
        lastAudit = try target.prepare("SELECT max(audit_no) FROM audit").rows()[0].integer(0)
    }

    /// Prepares the statement that inserts a complete row with the table's present columns.
    private static func insertion(
        into table: String,
        _ target: SQLiteConnection
    ) throws -> SQLiteStatement {
        let places = try columns(of: table, target).map { _ in "?" }.joined(separator: ", ")
        return try target.prepare("INSERT INTO \(table) VALUES (\(places))")
    }

    /// Prepares the statement that updates a row by its first column.
    private static func update(
        of table: String,
        _ target: SQLiteConnection
    ) throws -> SQLiteStatement {
        let names = try columns(of: table, target)
        let changes = names.enumerated().dropFirst().map { "\($0.element) = ?\($0.offset + 1)" }
            .joined(separator: ", ")
        guard let key = names.first else { throw BenchFailure("There is no table \(table).") }
        return try target.prepare("UPDATE \(table) SET \(changes) WHERE \(key) = ?1")
    }

    private static func columns(
        of table: String,
        _ target: SQLiteConnection
    ) throws -> [String] {
        try target.prepare("SELECT name FROM pragma_table_info('\(table)') ORDER BY cid").texts()
    }

    /// Writes the next transfers that the bank has made.
    ///
    /// - Returns: The time for the writes, without the reads from the bank's file.
    func write(transferCount: Int) throws -> Duration {
        let batch = try nextBatch(transferCount)
        let startedAt = ContinuousClock.now
        try target.execute("BEGIN IMMEDIATE")
        for row in batch.transfers { try transfers.write(row) }
        for row in batch.narratives { try narratives.write(row) }
        for row in batch.entries { try entries.write(row) }
        for row in batch.states { try states.write(row) }
        for row in batch.audit { try audit.write(row) }
        try target.execute("COMMIT")
        return .now - startedAt
    }

    private func nextBatch(_ count: Int) throws -> Batch {
        let end = lastTransfer + Int64(count)
        defer {
            lastTransfer = end
            lastAudit += 1
        }
        let batch = Batch(
            transfers: try source.prepare(
                "SELECT * FROM transfer WHERE transfer_no > ? AND transfer_no <= ? ORDER BY 1"
            ).rows(lastTransfer, end),
            narratives: try source.prepare(
                """
                SELECT journal_narrative.* FROM transfer JOIN journal_narrative USING (journal_id)
                    WHERE transfer_no > ? AND transfer_no <= ? ORDER BY transfer_no
                """
            ).rows(lastTransfer, end),
            // With two entries per transfer and no other changes, the feed sequences follow from
            // the transfers.
            entries: try source.prepare(
                """
                SELECT * FROM entry WHERE feed_sequence > (SELECT head FROM feed_head) - 2 *
                    ((SELECT max(transfer_no) FROM transfer) - ?)
                    AND feed_sequence <= (SELECT head FROM feed_head) - 2 *
                    ((SELECT max(transfer_no) FROM transfer) - ?) ORDER BY 1
                """
            ).rows(lastTransfer, end),
            states: try source.prepare(
                """
                SELECT * FROM account_state WHERE account_no IN
                    (SELECT debit_no FROM transfer WHERE transfer_no > ?1 AND transfer_no <= ?2
                    UNION SELECT credit_no FROM transfer
                        WHERE transfer_no > ?1 AND transfer_no <= ?2)
                """
            ).rows(lastTransfer, end),
            audit: try source.prepare("SELECT * FROM audit WHERE audit_no = ?")
                .rows(lastAudit + 1)
        )
        guard batch.transfers.count == count, batch.entries.count == 2 * count else {
            throw BenchFailure("The bank's rows cannot be read for the bare loop.")
        }
        return batch
    }
}

extension SQLiteStatement {
    /// Returns the first column of all rows as texts.
    fileprivate func texts() throws -> [String] {
        try rows().map { $0.text(0) }
    }
}
