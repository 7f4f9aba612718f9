import BankTestKit
import CSQLite
import CoreVocabulary
import GRDB
import LedgerCore
import LedgerService
import Testing

@testable import LedgerStoreSQLite

/// Goal: no row of the books can be changed or removed, from this program or by accident.
///
/// Method: every kind of statement through the bank's own connection, then through a plain one.
struct AppendOnlyTests {
    @Test("no statement of the bank's connection changes or removes a row of an append-only table")
    func ownConnection() async throws {
        let bank = try await TestBank.open()
        for table in Schema.appendOnlyTables {
            let column = try await bank.column(of: table)
            for sql in [
                "UPDATE \(table) SET \(column) = \(column)",
                "DELETE FROM \(table)",
                "DELETE FROM \(table) WHERE 0",
                "INSERT INTO \(table) SELECT * FROM \(table) WHERE true "
                    + "ON CONFLICT DO UPDATE SET \(column) = \(column)",
                "DROP TABLE \(table)",
                "ALTER TABLE \(table) ADD COLUMN more TEXT",
                "DROP TRIGGER \(table)_refuses_update",
                "DROP TRIGGER \(table)_refuses_delete",
                "CREATE TRIGGER other AFTER INSERT ON \(table) BEGIN SELECT 1; END",
                "CREATE TEMP TRIGGER other AFTER INSERT ON \(table) BEGIN SELECT 1; END",
                "CREATE INDEX other ON \(table) (\(column))",
            ] {
                #expect(try await bank.isRefused(sql), "\(sql)")
            }
        }
    }

    // Symptom: another program put rows of its own in the place of `intent`, `resolution`,
    // `refused_journal`, `access_grant` and `user`. Cause: REPLACE removes a row without telling the
    // triggers against removal, unless the program asks for that. Every key refuses by itself now.
    @Test("REPLACE removes no row, by whichever of its keys", arguments: Schema.appendOnlyTables)
    func replace(table: String) throws {
        let books = try DatabaseQueue(configuration: Self.careless)
        try Schema.migrator.migrate(books)
        try books.writeWithoutTransaction { database in
            let keys = try Self.keys(of: table, in: database)
            #expect(!keys.isEmpty)
            try Self.insert("INSERT", into: table, in: database) { _ in false }
            for key in keys {
                for statement in ["REPLACE", "INSERT OR REPLACE"] {
                    #expect(throws: DatabaseError.self, "\(key)") {
                        try Self.insert(statement, into: table, in: database) {
                            !key.contains($0)
                        }
                    }
                }
            }
            #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") == 1)
        }
    }

    // The bank's own connection runs no triggers, and an authorizer is not asked about REPLACE.
    @Test("REPLACE through the bank's connection is not committed, by whichever table")
    func ownReplace() async throws {
        let bank = try await TestBank.open()
        _ = try await bank.signIn("asha")
        var tried: Set<String> = []
        for table in Schema.appendOnlyTables {
            let rows = try bank.countFromOutside(table)
            guard rows > 0 else { continue }
            await #expect(throws: LedgerStoreError.self, "\(table)") {
                try await bank.store.write { books in
                    let transaction = try #require(books as? SQLiteTransaction)
                    try transaction.run(
                        "INSERT OR REPLACE INTO \(table) SELECT * FROM \(table)",
                        []
                    )
                }
            }
            #expect(try bank.countFromOutside(table) == rows)
            tried.insert(table)
        }
        #expect(tried.isSuperset(of: ["account", "transfer", "entry", "user", "session", "audit"]))
    }

    @Test("the bank's own connection runs no triggers")
    func ownTriggers() async throws {
        let bank = try await TestBank.open()
        let steps = try await bank.store.pool.writeWithoutTransaction { database in
            try database.all("EXPLAIN INSERT INTO audit SELECT * FROM audit") { $0.text(1) }
        }
        #expect(!steps.isEmpty)
        #expect(!steps.contains("Program"), "a trigger is a program of its own")
    }

    /// A connection that knows nothing of the bank and checks nothing by itself.
    private static var careless: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase {
            try $0.execute(sql: "PRAGMA ignore_check_constraints = ON")
        }
        return configuration
    }

    /// The sets of columns that no two rows of a table have in common.
    private static func keys(of table: String, in database: Database) throws -> [Set<String>] {
        let number = try Row.fetchAll(database, sql: "PRAGMA table_info(\(table))")
            .filter { $0["pk"] == 1 && $0["type"] == "INTEGER" }.map { $0["name"] as String }
        let indexes = try Row.fetchAll(database, sql: "PRAGMA index_list(\(table))")
            .filter { $0["unique"] == 1 }
        let others = try indexes.map { index in
            let name: String = index["name"]
            return Set(
                try Row.fetchAll(database, sql: "PRAGMA index_info(\(name))")
                    .map { $0["name"] as String }
            )
        }
        let hasRowNumber = try !Row.fetchAll(
            database,
            sql: "SELECT 1 FROM pragma_table_list(?) WHERE wr = 0",
            arguments: [table]
        ).isEmpty
        return (hasRowNumber ? number.map { [$0] } : []) + others
    }

    /// Adds a row; the columns that are named are others than those of the first row.
    private static func insert(
        _ statement: String,
        into table: String,
        in database: Database,
        differingIn isOther: (String) -> Bool
    ) throws {
        let values = try Row.fetchAll(database, sql: "PRAGMA table_info(\(table))").map { column in
            let differs = isOther(column["name"])
            // A unique key of transfers is for reversals alone, whose kind is 5.
            if column["name"] == "kind" { return "5" }
            switch column["type"] as String {
            case "INTEGER": return differs ? "2" : "1"
            case "TEXT": return differs ? "'other'" : "'text'"
            default: return differs ? "randomblob(16)" : "zeroblob(16)"
            }
        }
        try database.execute(
            sql: "\(statement) INTO \(table) VALUES (\(values.joined(separator: ", ")))"
        )
    }

    @Test(
        "no setting that guards the books can be weakened, and no other file is let in",
        arguments: [
            "PRAGMA recursive_triggers = OFF", "PRAGMA foreign_keys = OFF",
            "PRAGMA writable_schema = ON", "PRAGMA synchronous = OFF",
            "PRAGMA journal_mode = DELETE", "PRAGMA ignore_check_constraints = ON",
            "ATTACH DATABASE ':memory:' AS other", "DETACH DATABASE main", "VACUUM", "REINDEX",
            "UPDATE sqlite_schema SET sql = ''", "DELETE FROM sqlite_schema",
            "DELETE FROM grdb_migrations", "CREATE TABLE other (a)",
            "CREATE VIEW other AS SELECT 1",
            "CREATE TEMP TABLE other (a)", "SELECT load_extension('x')", "DROP VIEW feed_head",
        ]
    )
    func settings(sql: String) async throws {
        let bank = try await TestBank.open()
        #expect(try await bank.isRefused(sql, inTransaction: false))
    }

    @Test("the connection that writes is durable, guarded and small")
    func settingsAreRight() async throws {
        let bank = try await TestBank.open()
        let expected: [(String, Int64)] = [
            ("synchronous", 2), ("foreign_keys", 1), ("recursive_triggers", 1),
            ("cache_size", -Int64(LedgerStoreSQLite.Options().writerCacheKibibytes)),
        ]
        for (pragma, value) in expected {
            let found = try await bank.store.pool.writeWithoutTransaction { database in
                try database.first("PRAGMA \(pragma)") { $0.integer(0) }
            }
            #expect(found == value, "\(pragma)")
        }
        let mode = try await bank.store.pool.writeWithoutTransaction { database in
            try database.first("PRAGMA journal_mode") { $0.text(0) }
        }
        #expect(mode == "wal")
    }

    @Test("a plain program that opens the file is stopped by the triggers")
    func fromOutside() async throws {
        let bank = try await TestBank.open()
        for table in Schema.appendOnlyTables {
            let column = try await bank.column(of: table)
            let rows = try bank.countFromOutside(table)
            guard rows > 0 else { continue }
            let update = "UPDATE \(table) SET \(column) = \(column)"
            #expect(try bank.isRefusedFromOutside(update), "\(table)")
            #expect(try bank.isRefusedFromOutside("DELETE FROM \(table)"), "\(table)")
            #expect(try bank.countFromOutside(table) == rows)
        }
    }

    @Test(
        "of a user and a session only what is sealed is replaced, and their numbers by no name",
        arguments: [
            ("UPDATE user SET totp_secret = randomblob(60)", false),
            ("UPDATE user SET totp_secret = randomblob(60), name = name || 'x'", true),
            ("UPDATE user SET rowid = rowid + 100", true),
            ("UPDATE user SET storage_key = randomblob(60), rowid = rowid + 100", true),
            ("UPDATE session SET authorisation_key = randomblob(60)", false),
            ("UPDATE session SET ends_at = ends_at + 1", true),
        ]
    )
    func sealedColumns(sql: String, isRefused: Bool) async throws {
        let bank = try await TestBank.open()
        _ = try await bank.signIn("asha")
        #expect(try bank.isRefusedFromOutside(sql) == isRefused)
    }

    @Test(
        "a number that is not the next one is refused",
        arguments: [
            ("entry", "feed_sequence = feed_sequence + 100"),
            ("change", "feed_sequence = feed_sequence + 100"),
            (
                "transfer",
                "transfer_no = transfer_no + 100, transfer_id = randomblob(16), "
                    + "journal_id = randomblob(16)"
            ),
            ("audit", "audit_no = audit_no + 100"),
        ]
    )
    func gaps(table: String, change: String) async throws {
        let bank = try await TestBank.open()
        let message = try bank.messageFromOutside(
            """
            CREATE TEMP TABLE copy AS SELECT * FROM \(table) LIMIT 1;
            UPDATE copy SET \(change);
            INSERT INTO \(table) SELECT * FROM copy;
            """
        )
        #expect(message?.contains("no gaps") == true)
    }
}

extension TestBank {
    /// Whether the bank's own connection refuses a statement.
    func isRefused(_ sql: String, inTransaction: Bool = true) async throws -> Bool {
        try await store.pool.writeWithoutTransaction { database in
            do {
                if inTransaction {
                    try database.inTransaction {
                        try database.execute(sql: sql)
                        return .rollback
                    }
                } else {
                    try database.execute(sql: sql)
                }
                return false
            } catch is DatabaseError {
                return true
            }
        }
    }

    /// The first column of a table.
    func column(of table: String) async throws -> String {
        let connection = try outside()
        let columns = try await connection.read { try $0.columns(in: table) }
        return try #require(columns.first).name
    }

    /// A connection as another program has it: no authorizer, nothing but the file.
    func outside() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// The error that another program gets for some statements; nil for none.
    func messageFromOutside(_ sql: String) throws -> String? {
        let connection = try outside()
        return try connection.writeWithoutTransaction { database in
            do {
                try database.execute(sql: sql)
                return nil
            } catch let error as DatabaseError {
                return error.message ?? ""
            }
        }
    }

    /// Whether another program's statement is refused.
    func isRefusedFromOutside(_ sql: String) throws -> Bool {
        try messageFromOutside(sql) != nil
    }

    /// The rows of a table.
    func countFromOutside(_ table: String) throws -> Int64 {
        try outside().read { try $0.first("SELECT count(*) FROM \(table)") { $0.integer(0) } } ?? 0
    }
}
