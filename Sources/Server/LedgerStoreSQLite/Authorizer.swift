import CSQLite
import GRDB

/// Refuses, while a statement is compiled, whatever the bank never does to its books.
///
/// The triggers hold against every program that opens the file; this holds against our own
/// mistakes, and against SQL that somebody slips into this connection: no change of an append-only
/// row, no change of the schema, no other file, no setting that would weaken the rest.
/// It takes the place of GRDB's own authorizer, which serves observers of changes; there are none.
enum Authorizer {
    /// Settings that may be read or run; none of them may be given a value except `query_only`,
    /// with which GRDB guards its readers, and `wal_checkpoint`.
    private static let allowedPragmas: Set<String> = [
        "query_only", "wal_checkpoint", "integrity_check", "quick_check", "foreign_key_check",
        "schema_version", "data_version", "synchronous", "journal_mode", "recursive_triggers",
        "foreign_keys", "cache_size",
    ]
    private static let pragmasWithValues: Set<String> = ["query_only", "wal_checkpoint"]
    private static let insertable = Set(Schema.appendOnlyTables + Schema.mutableTables)
    private static let updatable: Set<String> = [
        "account_state", "sign_in_guard", "sign_in_place", "session_renewal", "rate_limit",
        "table_digest", "used_allowance",
    ]
    private static let deletable = Set(
        ["open_hold", "signing_secret", "rate_limit", "sign_in_guard", "sign_in_place"]
            + Schema.openTables
    )

    /// Puts the authorizer in place; statements that were compiled before are compiled again.
    static func install(on database: Database) throws {
        let result = sqlite3_set_authorizer(
            database.sqliteConnection,
            { _, action, first, second, _, _ in
                Authorizer.isAllowed(
                    action,
                    first.map { String(cString: $0) },
                    second.map { String(cString: $0) }
                )
                    ? SQLITE_OK : SQLITE_DENY
            },
            nil
        )
        guard result == SQLITE_OK else {
            throw LedgerStoreError(lastFailureOf: database.sqliteConnection)
        }
    }

    /// Decides about one action of a statement, with the names that SQLite gives for it.
    static func isAllowed(_ action: Int32, _ first: String?, _ second: String?) -> Bool {
        switch action {
        case SQLITE_SELECT, SQLITE_READ, SQLITE_TRANSACTION, SQLITE_SAVEPOINT, SQLITE_RECURSIVE:
            true
        case SQLITE_FUNCTION: second != "load_extension"
        case SQLITE_INSERT: first.map(insertable.contains) ?? false
        case SQLITE_UPDATE: isUpdatable(first ?? "", second ?? "")
        case SQLITE_DELETE: first.map(deletable.contains) ?? false
        case SQLITE_PRAGMA: isAllowedPragma(first ?? "", value: second)
        default: false
        }
    }

    private static func isUpdatable(_ table: String, _ column: String) -> Bool {
        updatable.contains(table) || SealedColumn.isSealed(table, column)
    }

    private static func isAllowedPragma(_ name: String, value: String?) -> Bool {
        let name = name.lowercased()
        return allowedPragmas.contains(name) && (value == nil || pragmasWithValues.contains(name))
    }
}
