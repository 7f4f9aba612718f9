import CSQLite
import CoreVocabulary
import Cryptography
import LocalFiles
import GRDB

extension LedgerStoreSQLite {
    /// Page size of the file in bytes: SQLite's default, with which every database of books was
    /// created.
    private static let pageByteCount = 4_096

    /// Creates the file before SQLite does, so that no other account can ever read it.
    static func createPrivately(_ path: String) throws(LedgerStoreError) {
        do throws(FileError) {
            _ = try OpenFile(updating: path)
        } catch {
            throw LedgerStoreError(.cannotOpen, "The file of the books cannot be opened or made.")
        }
        // A crash before the first commit must not leave a folder without the file.
        try synchroniseFolder(of: path)
    }

    /// Makes creations, renames and removals in a file's folder durable.
    static func synchroniseFolder(of path: String) throws(LedgerStoreError) {
        do throws(FileError) {
            try LocalFolder.synchronise(around: path)
        } catch {
            throw LedgerStoreError(
                .cannotOpen,
                "The folder of the books cannot be written: \(error.reason)."
            )
        }
    }

    /// Time limit for a statement that meets another connection's lock: it waits 5 s and then
    /// fails.
    static var busyMode: Database.BusyMode { .timeout(5) }

    static func configuration(_ options: Options) -> Configuration {
        var configuration = Configuration()
        configuration.label = "counterfoil.ledger"
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = options.readerCount
        configuration.persistentReadOnlyConnections = true
        configuration.busyMode = busyMode
        let (writerCache, readerCache) =
            (options.writerCacheKibibytes, options.readerCacheKibibytes)
        configuration.prepareDatabase { database in
            let connection = database.sqliteConnection
            let isReader = database.configuration.readonly
            // `close()` empties the log, after it has checked that the books are at their path.
            guard counterfoil_sqlite_enable_defensive(connection) == SQLITE_OK,
                counterfoil_sqlite_distrust_schema(connection) == SQLITE_OK,
                counterfoil_sqlite_disable_checkpoint_on_close(connection) == SQLITE_OK
            else { throw LedgerStoreError(lastFailureOf: connection) }
            try database.execute(
                sql: """
                    PRAGMA cache_size = -\(isReader ? readerCache : writerCache);
                    PRAGMA recursive_triggers = ON;
                    PRAGMA temp_store = MEMORY;
                    """
            )
            options.meter?.watch(database)
            if !isReader {
                let walBytes = options.checkpointKibibytes * 1_024
                try database.execute(
                    sql: """
                        PRAGMA wal_autocheckpoint = \(walBytes / pageByteCount);
                        PRAGMA journal_size_limit = \(2 * walBytes);
                        """
                )
            }
        }
        return configuration
    }

    /// Migrates the tables, and then locks the schema for as long as the store is open.
    static func migrate(_ pool: some DatabaseWriter, _ options: Options) throws {
        let migrator = Schema.migrator
        let isTooNew = try pool.read { try migrator.hasBeenSuperseded($0) }
        guard !isTooNew else {
            throw LedgerStoreError(
                .tooNew,
                "A later version of this program wrote these books; use that one."
            )
        }
        try pool.write { try TableDigests.recountIfCutOff(in: $0) }
        try migrator.migrate(pool)
        try pool.writeWithoutTransaction { database in
            // DatabasePool opens with NORMAL, which may lose the last commits in a power failure.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.inTransaction(.immediate) {
                var random = SecureRandom()
                let epoch = options.newEpoch ?? EpochNumber.first(random: random.next())
                var encoder = CanonicalEncoder(reservingCapacity: 8)
                encoder.write(epoch)
                let digests = TableDigests()
                try digests.counting(database) {
                    try database.forEach(
                        """
                        INSERT INTO meta (key, value) SELECT 'epoch', ?
                        WHERE NOT EXISTS (SELECT 1 FROM meta WHERE key = 'epoch')
                        """,
                        [.blob(encoder.bytes)]
                    ) { _ in }
                    // A restart ends every open try; each stays counted as a failure.
                    try database.execute(
                        sql: "UPDATE sign_in_guard SET open_tries = 0 WHERE open_tries > 0"
                    )
                }
                try digests.save(in: database)
                return .commit
            }
            // Triggers stop other programs. SQLite prepares every statement that fires one for
            // being undone, which costs more than the statement. Here the authorizer, the hook of
            // the digests and `SQLiteTransaction` keep the same rules.
            let connection = database.sqliteConnection
            guard counterfoil_sqlite_disable_triggers(connection) == SQLITE_OK else {
                throw LedgerStoreError(lastFailureOf: connection)
            }
            try Authorizer.install(on: database)
        }
    }
}
