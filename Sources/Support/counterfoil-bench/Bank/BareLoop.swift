/// Writes the rows that a bank wrote once more, in the same batches, into a copy of its books:
/// the same tables and indexes, the same bytes, the same durability, and no rules, no triggers, no
/// authorizer, no audit chain to work out.
///
/// What a bank costs beyond this is what it thinks; what both cost is SQLite and the disk.
final class BareLoop {
    /// The rows of one batch.
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
    /// The last transfer that both files have.
    private var lastTransfer: Int64
    private var lastAudit: Int64

    /// Copies the books of a bank as they are now.
    init(booksPath: String, copyPath: String) throws {
        source = try SQLiteConnection(booksPath)
        try source.execute("VACUUM INTO '\(copyPath)'")
        target = try SQLiteConnection(copyPath)
        for trigger in try target.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
            .texts()
        {
            try target.execute("DROP TRIGGER \(trigger)")
        }
        // As the bank's own connection, but for what it does to keep rules.
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

    /// The statement that writes a whole row; the columns are those that the table has by now.
    private static func insertion(
        into table: String,
        _ target: SQLiteConnection
    ) throws -> SQLiteStatement {
        let places = try columns(of: table, target).map { _ in "?" }.joined(separator: ", ")
        return try target.prepare("INSERT INTO \(table) VALUES (\(places))")
    }

    /// The statement that changes all of a row but its first column, which names it.
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
    /// - Returns: How long writing took; reading them from the bank's file is not counted.
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
            // Two entries a transfer and no other changes: the feed's numbers follow from it.
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
    /// The first column of all rows, as texts.
    fileprivate func texts() throws -> [String] {
        try rows().map { $0.text(0) }
    }
}
