import GRDB

/// Database schema of the outbox, with its migrations.
///
/// Migrations only go forward. A released migration is never changed.
enum OutboxSchema {
    /// Name of the database file.
    static let fileName = "outbox.sqlite"

    /// Migrates a file to the latest schema.
    ///
    /// - Throws: `outboxNewer` if a newer program wrote it.
    static func migrate(_ queue: DatabaseQueue) throws {
        let migrator = migrator
        if try queue.read({ try migrator.hasBeenSuperseded($0) }) {
            throw ClientCacheError(.outboxNewer)
        }
        try migrator.migrate(queue)
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: transfers") { database in
            try database.execute(
                sql: """
                    CREATE TABLE meta(
                        id INTEGER PRIMARY KEY CHECK (id = 1),
                        key_check BLOB NOT NULL
                    ) STRICT;
                    CREATE TABLE intent(
                        position INTEGER PRIMARY KEY AUTOINCREMENT,
                        key BLOB NOT NULL UNIQUE,
                        transfer BLOB NOT NULL,
                        proof BLOB NOT NULL,
                        status BLOB NOT NULL,
                        is_acknowledged INTEGER NOT NULL,
                        is_moved INTEGER NOT NULL
                    ) STRICT;
                    CREATE TRIGGER intent_is_never_deleted BEFORE DELETE ON intent BEGIN
                        SELECT RAISE(ABORT, 'a transfer is never deleted');
                    END;
                    CREATE TRIGGER intent_is_never_rewritten
                    BEFORE UPDATE OF position, key, transfer ON intent BEGIN
                        SELECT RAISE(ABORT, 'a transfer is never rewritten');
                    END;
                    """
            )
        }
        migrator.registerMigration("2: device sequence") { database in
            try database.execute(
                sql: """
                    ALTER TABLE intent ADD COLUMN stamp BLOB;
                    ALTER TABLE meta ADD COLUMN device BLOB;
                    ALTER TABLE meta ADD COLUMN record_mark BLOB;
                    CREATE TRIGGER intent_keeps_its_stamp
                    BEFORE UPDATE OF stamp ON intent BEGIN
                        SELECT RAISE(ABORT, 'a stamp is given once');
                    END;
                    """
            )
        }
        migrator.registerMigration("3: epochs") { database in
            try database.execute(
                sql: """
                    ALTER TABLE meta ADD COLUMN seen_epoch BLOB;
                    ALTER TABLE meta ADD COLUMN checked_epoch BLOB;
                    ALTER TABLE meta ADD COLUMN read_epoch BLOB;
                    """
            )
        }
        return migrator
    }
}
