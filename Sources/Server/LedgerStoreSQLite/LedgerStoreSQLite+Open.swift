import CSQLite
import CoreVocabulary
import Cryptography
import DurableFolders
import GRDB
import Glibc

extension LedgerStoreSQLite {
    /// Bytes in a page of the file: SQLite's usual size, in which every file of books was made.
    private static let pageByteCount = 4_096

    /// Makes the file before SQLite does, so that nobody else can ever read it.
    static func createPrivately(_ path: String) throws(LedgerStoreError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw LedgerStoreError(.cannotOpen, "The file of the books cannot be opened or made.")
        }
        Glibc.close(descriptor)
        // A crash before the first commit must not leave a folder without the file.
        try synchroniseFolder(of: path)
    }

    /// Makes what was made, renamed or removed beside a file durable.
    static func synchroniseFolder(of path: String) throws(LedgerStoreError) {
        guard DurableFolder.synchronise(around: path) else {
            let reason = String(cString: strerror(errno))
            throw LedgerStoreError(
                .cannotOpen,
                "The folder of the books cannot be written: \(reason)."
            )
        }
    }

    /// A statement that meets another connection's lock waits 5 s, and fails then.
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
            // The log is emptied by `close()`, which knows whether the books are in their place.
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

    /// Brings the tables up to date, and then locks the schema for as long as the store is open.
    static func migrate(_ pool: DatabasePool, _ options: Options) throws {
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
            // DatabasePool opens with NORMAL, which may lose the last commits when power fails.
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
                    // A restart ends every try that was under way; each stays counted as a failure.
                    try database.execute(
                        sql: "UPDATE sign_in_guard SET open_tries = 0 WHERE open_tries > 0"
                    )
                }
                try digests.save(in: database)
                return .commit
            }
            try Authorizer.install(on: database)
        }
    }
}
