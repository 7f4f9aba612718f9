import GRDB
package import LedgerService

extension LedgerStoreSQLite {
    /// Recomputes all derived data of the books and returns the first fault.
    ///
    /// Reads every row in bounded memory, from one snapshot, while the bank is in use.
    package func check() async throws -> CheckFinding? {
        try await reading { try Checker($0).firstFinding() }
    }
}

/// Checks of the books through one connection.
struct Checker {
    let database: Database
    /// The invariants that are checked row by row, as in every store.
    let books: BooksCheck<SQLiteReader>

    /// Creates a checker whose reader caches at most one page of accounts.
    init(_ reader: SQLiteReader, pageCount: Int = BooksCheck<SQLiteReader>.pageCount) {
        database = reader.database
        books = BooksCheck(reader, pageCount: pageCount)
    }

    /// Returns the first fault, in the order of ``CheckFinding/Rule``.
    ///
    /// Books that lack later steps of the schema are compared with the steps that they have. Checks
    /// that need a table or a column of a later step are left out.
    func firstFinding() throws -> CheckFinding? {
        for check in [fileIsWhole, referencesLead, schemaIsOurs] {
            if let finding = try check() { return finding }
        }
        let steps = try Schema.migrator.appliedMigrations(database)
        guard steps.contains(Schema.openStep) else { return nil }
        let checks = [
            transfersAreNumbered, books.transfersHaveEntries, books.entriesContinue, holdsAgree,
            accountsAgree, whatIsOpenAgrees, books.booksBalance, books.feedHasNoGaps,
            books.auditHolds, bookingsAreAudited,
        ]
        let evidence = steps.contains(Schema.evidenceStep) ? [evidenceHolds] : []
        for check in checks + evidence + [tablesAreOurs] {
            if let finding = try check() { return finding }
        }
        return nil
    }

    private func fileIsWhole() throws -> CheckFinding? {
        let answer = try database.first("PRAGMA integrity_check(1)") { $0.text(0) }
        return answer == "ok" ? nil : CheckFinding(.fileIsWhole, "the file")
    }

    private func referencesLead() throws -> CheckFinding? {
        try database.first("PRAGMA foreign_key_check") { row in
            CheckFinding(.referencesLead, "\(row.text(0)) \(row.integer(1))")
        }
    }

    private func schemaIsOurs() throws -> CheckFinding? {
        let scratch = try DatabaseQueue()
        let migrator = Schema.migrator
        if let last = try migrator.appliedMigrations(database).last {
            try migrator.migrate(scratch, upTo: last)
        } else {
            try migrator.migrate(scratch)
        }
        let text = "SELECT type, name, ifnull(sql, '') FROM sqlite_schema ORDER BY type, name"
        let ours = try scratch.read { try $0.all(text) { [$0.text(0), $0.text(1), $0.text(2)] } }
        let found = try database.all(text) { [$0.text(0), $0.text(1), $0.text(2)] }
        if ours == found { return nil }
        let strange = found.first { !ours.contains($0) } ?? ours.first { !found.contains($0) }
        return CheckFinding(.schemaIsOurs, strange.map { "\($0[0]) \($0[1])" } ?? "order")
    }

    private func transfersAreNumbered() throws -> CheckFinding? {
        let count = try database.integer("SELECT count(*) FROM transfer") ?? 0
        let last = try database.integer("SELECT max(transfer_no) FROM transfer") ?? 0
        guard count == last else {
            return CheckFinding(.transfersAreNumbered, "transfer \(last)")
        }
        // An export by date finds its ends by binary search, which needs this order.
        let earlier = try database.first(
            """
            SELECT later.transfer_no FROM transfer later
                JOIN transfer t ON t.transfer_no = later.transfer_no - 1
            WHERE later.booked_at < t.booked_at ORDER BY later.transfer_no LIMIT 1
            """
        ) { CheckFinding(.transfersAreNumbered, "transfer \($0.integer(0))") }
        if let earlier { return earlier }
        return try database.first(
            """
            SELECT transfer_no FROM transfer t WHERE journal_index > 0 AND NOT EXISTS (
                SELECT 1 FROM transfer p
                WHERE p.transfer_no = t.transfer_no - 1 AND p.journal_id = t.journal_id
                    AND p.journal_index = t.journal_index - 1)
            ORDER BY transfer_no LIMIT 1
            """
        ) { CheckFinding(.transfersAreNumbered, "transfer \($0.integer(0))") }
    }
}
