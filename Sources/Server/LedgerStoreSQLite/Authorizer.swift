import CSQLite
import GRDB

/// SQLite authorizer that rejects every kind of statement that the bank never runs.
///
/// Triggers protect the rows against every other program that opens the file. The authorizer
/// protects them against our own mistakes and against SQL injected into this connection, which runs
/// no triggers. It rejects changes of append-only rows, schema changes, access to other files, and
/// settings that would weaken the rest. REPLACE, which removes rows and is no deletion to an
/// authorizer, is refused by ``TableDigests``; numbers with gaps and values of retired keys by
/// ``SQLiteTransaction``.
///
/// It replaces GRDB's own authorizer, which serves observers of changes. This store has no
/// observers.
enum Authorizer {
    /// Pragmas that may be read or run.
    ///
    /// Only `query_only`, with which GRDB protects its readers, and `wal_checkpoint` may be given a
    /// value.
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
            + OpenItemSchema.tables
    )

    /// Returns true if rows of a table may be removed.
    static func isDeletable(_ table: String) -> Bool { deletable.contains(table) }

    /// Installs the authorizer; SQLite recompiles statements that were compiled before.
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

    /// Returns true if an action of a statement, with the names that SQLite passes for it, is
    /// allowed.
    static func isAllowed(_ action: Int32, _ first: String?, _ second: String?) -> Bool {
        switch action {
        case SQLITE_SELECT, SQLITE_READ, SQLITE_TRANSACTION, SQLITE_SAVEPOINT, SQLITE_RECURSIVE:
            true
        case SQLITE_FUNCTION: second != "load_extension"
        case SQLITE_INSERT: first.map(insertable.contains) ?? false
        case SQLITE_UPDATE: isUpdatable(first ?? "", second ?? "")
        case SQLITE_DELETE: first.map(isDeletable) ?? false
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
