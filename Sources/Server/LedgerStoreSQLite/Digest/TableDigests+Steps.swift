import GRDB

extension TableDigests {
    /// The table in which GRDB keeps the steps of the schema that were taken.
    private static let steps = "grdb_migrations"

    /// Takes a step of the schema, which changes rows and columns without being counted: compares
    /// all tables with their digests before it, and counts them anew behind it.
    ///
    /// All of it is in the step's own database transaction, so a start that is cut off leaves either
    /// the tables and digests from before or those from behind.
    ///
    /// - Parameters:
    ///   - step: The step's name, which GRDB notes in the same transaction afterwards.
    ///   - database: The books.
    ///   - body: What the step does.
    /// - Throws: ``LedgerStoreError``: `rowInvalid` when a table has other rows than were counted;
    ///   counted anew, they would pass for the bank's own from then on.
    /// - Complexity: O(n) in all rows, in bounded memory.
    static func take(
        _ step: String,
        in database: Database,
        _ body: () throws -> Void
    ) throws {
        if let table = try firstStrangeTable(in: database) {
            throw LedgerStoreError(
                .rowInvalid,
                "The table \(table) has other rows than the bank wrote into it, so these books are "
                    + "not brought up to this version. Restore a backup."
            )
        }
        try body()
        try recount(
            in: database,
            steps: "SELECT identifier FROM \(steps) UNION ALL SELECT '\(step)'"
        )
    }

    /// Counts all tables anew when the last step was not followed by a count: earlier releases
    /// counted in another database transaction, and may have been cut off in between.
    static func recountIfCutOff(in database: Database) throws {
        guard try areKept(in: database),
            try stored(of: steps, in: database) != computed(of: steps, in: database)
        else { return }
        try recount(in: database)
    }

    /// The first table that has other rows than were counted; nil when there is none.
    static func firstStrangeTable(in database: Database) throws -> String? {
        guard try areKept(in: database) else { return nil }
        return try tables(of: database).first { table in
            try computed(of: table, in: database) != stored(of: table, in: database)
        }
    }

    private static func recount(in database: Database, steps rows: String? = nil) throws {
        guard try areKept(in: database) else { return }
        for table in try tables(of: database) {
            let digest = try computed(
                of: table,
                in: database,
                from: table == steps ? rows : nil
            )
            try put(digest, of: table, in: database)
        }
    }

    /// Whether there are digests at all; the first steps made none.
    private static func areKept(in database: Database) throws -> Bool {
        try database.first(
            "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?",
            [.text(table)]
        ) { _ in true } ?? false
    }
}
