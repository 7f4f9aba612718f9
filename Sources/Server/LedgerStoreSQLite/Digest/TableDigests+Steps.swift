import GRDB

extension TableDigests {
    /// Table in which GRDB stores the applied steps of the schema.
    private static let steps = "grdb_migrations"

    /// Applies a step of the schema, which changes rows and columns without the preupdate hook.
    ///
    /// It compares all tables with their digests before the step, and recomputes the digests after
    /// it. All of it happens in the step's own database transaction, in which GRDB stores the step's
    /// name afterwards, so an interrupted start leaves either the old tables and digests or the new
    /// ones.
    ///
    /// - Throws: ``LedgerStoreError`` with `rowInvalid` if a table differs from its digest; a
    ///   recomputed digest would hide the difference from then on.
    /// - Complexity: O(n) in all rows, in bounded memory.
    static func apply(_ step: String, in database: Database, _ body: () throws -> Void) throws {
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

    /// Recomputes all digests if the last step was not followed by that.
    ///
    /// Earlier releases recomputed them in another database transaction, and may have been
    /// interrupted in between.
    static func recountIfCutOff(in database: Database) throws {
        guard try areKept(in: database),
            try stored(of: steps, in: database) != computed(of: steps, in: database)
        else { return }
        try recount(in: database)
    }

    /// Returns the first table that differs from its digest; nil if there is none.
    static func firstStrangeTable(in database: Database) throws -> String? {
        guard try areKept(in: database) else { return nil }
        return try tables(of: database).first { table in
            try computed(of: table, in: database) != stored(of: table, in: database)
        }
    }

    private static func recount(in database: Database, steps rows: String? = nil) throws {
        guard try areKept(in: database) else { return }
        for table in try tables(of: database) {
            let digest = try computed(of: table, in: database, from: table == steps ? rows : nil)
            try put(digest, of: table, in: database)
        }
    }

    /// Returns true if the books have digests, which the first steps of the schema did not create.
    private static func areKept(in database: Database) throws -> Bool {
        try database.hasTable(table)
    }
}
