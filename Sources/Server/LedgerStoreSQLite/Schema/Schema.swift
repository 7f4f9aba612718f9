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

    /// The steps in their order, each with its statements.
    ///
    /// A step is identified by its whole name, so the missing number 8 has no significance.
    private static var steps: [(name: String, statements: String)] {
        let first =
            [LedgerSchema.ledger, PeopleSchema.people, PeopleSchema.feed]
            + refusals(on: firstAppendOnlyTables) + [PeopleSchema.guards]
        return [
            ("1 books", first.joined(separator: "\n")),
            ("2 master keys and epochs", MasterKeySchema.statements),
            ("3 synchronisation", SyncSchema.statements),
            ("4 tokens", TokenSchema.statements),
            ("5 integrity", IntegritySchema.statements),
            (openStep, OpenItemSchema.statements),
            ("7 sign-ins", SignInSchema.statements),
            ("9 changed passwords", passwords),
            ("10 notes of the audit log", auditNotes),
            (evidenceStep, EvidenceSchema.statements),
            ("12 sessions in force", sessionsInForce),
        ]
    }

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for (name, statements) in steps {
            migrator.registerMigration(name) { database in
                try TableDigests.apply(name, in: database) {
                    try database.execute(sql: statements)
                }
            }
        }
        return migrator
    }
}
