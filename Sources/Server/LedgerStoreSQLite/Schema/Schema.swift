import GRDB

/// The tables, in numbered steps that are never changed once they were released.
///
/// Every table is STRICT. All but three are append-only: a row once written stays. What changes in
/// place is derived and checked against the rows: `account_state`, `open_hold`, `sign_in_guard`.
/// Identifiers are BLOBs of 16 bytes, instants are nanoseconds since 1970, dates are days since
/// 1970, amounts are minor units.
enum Schema {
    /// The tables of which no row is ever changed or removed.
    static let appendOnlyTables = [
        "meta", "account", "transfer", "resolution", "refused_journal", "entry", "hold", "change",
        "user", "session", "session_end", "used_step", "access_grant", "payee", "intent", "audit",
    ]

    /// The tables of which rows may be replaced, all derived from those above or from what is
    /// under way.
    static let mutableTables = ["account_state", "open_hold", "sign_in_guard"]

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 books") { database in
            try database.execute(sql: ledger)
            try database.execute(sql: people)
            try database.execute(sql: feed)
            for table in appendOnlyTables {
                try database.execute(sql: refusal(of: "UPDATE", on: table))
                try database.execute(sql: refusal(of: "DELETE", on: table))
            }
            try database.execute(sql: guards)
        }
        return migrator
    }

    private static func refusal(of statement: String, on table: String) -> String {
        """
        CREATE TRIGGER \(table)_refuses_\(statement.lowercased())
        BEFORE \(statement) ON \(table) BEGIN
            SELECT RAISE(ABORT, '\(table) is append-only');
        END;
        """
    }
}
