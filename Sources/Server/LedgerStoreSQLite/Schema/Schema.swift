import GRDB

/// Schema of the books, as numbered migration steps that never change after their release.
///
/// Every table is STRICT. Most tables are append-only. Rows that change in place are either derived
/// and checked against other rows, or only state what is under way: see ``mutableTables``. In the
/// other tables only sealed values are replaced, when they are resealed: see ``SealedColumn``.
/// Identifiers are BLOBs of 16 bytes, instants are nanoseconds since 1970, dates are days since
/// 1970, amounts are minor units.
enum Schema {
    /// Tables whose rows are never removed, and never changed except in their sealed columns.
    static let appendOnlyTables =
        firstAppendOnlyTables + MasterKeySchema.tables + SyncSchema.tables + TokenSchema.tables
        + IntegritySchema.tables + EvidenceSchema.tables

    /// The append-only tables of the first step.
    private static let firstAppendOnlyTables = [
        "meta", "account", "transfer", "resolution", "refused_journal", "entry", "hold", "change",
        "user", "session", "session_end", "used_step", "access_grant", "payee", "intent", "audit",
    ]

    /// Tables whose rows may be replaced; all are derived from the others or state what is under
    /// way.
    static let mutableTables =
        ["account_state", "open_hold", "sign_in_guard"] + TokenSchema.mutableTables
        + IntegritySchema.mutableTables + OpenItemSchema.tables + SignInSchema.mutableTables

    /// Name of the step from which on all rules can be checked, except those about evidence.
    static let openStep = "6 what is open now"
    /// Name of the step that created the evidence table.
    static let evidenceStep = "11 submitted evidence"

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        func register(_ step: String, _ body: @escaping @Sendable (Database) throws -> Void) {
            migrator.registerMigration(step) { database in
                try TableDigests.take(step, in: database) { try body(database) }
            }
        }
        register("1 books") { database in
            try database.execute(sql: LedgerSchema.ledger)
            try database.execute(sql: PeopleSchema.people)
            try database.execute(sql: PeopleSchema.feed)
            for trigger in refusals(on: firstAppendOnlyTables) {
                try database.execute(sql: trigger)
            }
            try database.execute(sql: PeopleSchema.guards)
        }
        register("2 master keys and epochs") { database in
            try database.execute(sql: MasterKeySchema.statements)
        }
        register("3 synchronisation") { database in
            try database.execute(sql: SyncSchema.statements)
        }
        register("4 tokens") { database in
            try database.execute(sql: TokenSchema.statements)
        }
        register("5 integrity") { database in
            try database.execute(sql: IntegritySchema.statements)
        }
        register(openStep) { database in
            try database.execute(sql: OpenItemSchema.statements)
        }
        register("7 sign-ins") { database in
            try database.execute(sql: SignInSchema.statements)
        }
        // A step is identified by its whole name, so the missing number 8 has no significance.
        register("9 changed passwords") { database in
            try database.execute(sql: passwords)
        }
        register("10 notes of the audit log") { database in
            try database.execute(sql: auditNotes)
        }
        register(evidenceStep) { database in
            try database.execute(sql: EvidenceSchema.statements)
        }
        register("12 sessions in force") { database in
            try database.execute(sql: sessionsInForce)
        }
        return migrator
    }
}
