import GRDB

/// The tables, in numbered steps that are never changed once they were released.
///
/// Every table is STRICT. Nearly all are append-only: a row once written stays. What changes in
/// place is derived and checked against the rows, or only says what is under way: see
/// ``mutableTables``.
/// Of the others only what is sealed is replaced, when it is sealed under another key: see
/// ``SealedColumn``.
/// Identifiers are BLOBs of 16 bytes, instants are nanoseconds since 1970, dates are days since
/// 1970, amounts are minor units.
enum Schema {
    /// The tables of which no row is ever removed, nor changed but for what is sealed in it.
    static let appendOnlyTables =
        firstAppendOnlyTables + keyTables + syncTables + tokenTables + integrityTables
        + evidenceTables

    /// Those of the first step.
    private static let firstAppendOnlyTables = [
        "meta", "account", "transfer", "resolution", "refused_journal", "entry", "hold", "change",
        "user", "session", "session_end", "used_step", "access_grant", "payee", "intent", "audit",
    ]

    /// The tables of which rows may be replaced, all derived from those above or from what is
    /// under way.
    static let mutableTables =
        ["account_state", "open_hold", "sign_in_guard"] + mutableTokenTables
        + mutableIntegrityTables + openTables + mutableSignInTables

    /// The name of the step from which on all can be checked but what consoles submit.
    static let openStep = "6 what is open now"
    /// The name of the step that made the table of what consoles submit.
    static let evidenceStep = "11 submitted evidence"

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        func register(_ step: String, _ body: @escaping @Sendable (Database) throws -> Void) {
            migrator.registerMigration(step) { database in
                try TableDigests.take(step, in: database) { try body(database) }
            }
        }
        register("1 books") { database in
            try database.execute(sql: ledger)
            try database.execute(sql: people)
            try database.execute(sql: feed)
            for table in firstAppendOnlyTables {
                try database.execute(sql: refusal(of: "UPDATE", on: table))
                try database.execute(sql: refusal(of: "DELETE", on: table))
            }
            try database.execute(sql: guards)
        }
        register("2 master keys and epochs") { database in
            try database.execute(sql: masterKeys)
        }
        register("3 synchronisation") { database in
            try database.execute(sql: synchronisation)
        }
        register("4 tokens") { database in
            try database.execute(sql: tokens)
        }
        register("5 integrity") { database in
            try database.execute(sql: integrity)
        }
        register(openStep) { database in
            try database.execute(sql: whatIsOpen)
        }
        register("7 sign-ins") { database in
            try database.execute(sql: signIns)
        }
        // A step is known by its whole name: that none has the number 8 means nothing.
        register("9 changed passwords") { database in
            try database.execute(sql: passwords)
        }
        register("10 notes of the audit log") { database in
            try database.execute(sql: auditNotes)
        }
        register(evidenceStep) { database in
            try database.execute(sql: evidence)
        }
        register("12 sessions in force") { database in
            try database.execute(sql: sessionsInForce)
        }
        return migrator
    }

    /// Refuses every statement of a kind on a table.
    static func refusal(of statement: String, on table: String) -> String {
        """
        CREATE TRIGGER \(table)_refuses_\(statement.lowercased())
        BEFORE \(statement) ON \(table) BEGIN
            SELECT RAISE(ABORT, '\(table) is append-only');
        END;
        """
    }
}
