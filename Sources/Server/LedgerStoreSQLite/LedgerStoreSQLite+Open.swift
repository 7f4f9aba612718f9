import CSQLite
import CoreVocabulary
import Cryptography
import GRDB
import Glibc

extension LedgerStoreSQLite {
    /// How much of the write-ahead log's file is kept after a checkpoint, in bytes: 8 MiB.
    private static let walByteLimit = 8 << 20

    /// Makes the file before SQLite does, so that nobody else can ever read it.
    static func createPrivately(_ path: String) throws(LedgerStoreError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw LedgerStoreError(.cannotOpen, "The file of the books cannot be opened or made.")
        }
        Glibc.close(descriptor)
    }

    static func configuration(_ options: Options) -> Configuration {
        var configuration = Configuration()
        configuration.label = "counterfoil.ledger"
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = options.readerCount
        configuration.persistentReadOnlyConnections = true
        configuration.busyMode = .timeout(5)
        let (writerCache, readerCache) =
            (options.writerCacheKibibytes, options.readerCacheKibibytes)
        configuration.prepareDatabase { database in
            let connection = database.sqliteConnection
            let isReader = database.configuration.readonly
            guard counterfoil_sqlite_enable_defensive(connection) == SQLITE_OK,
                counterfoil_sqlite_distrust_schema(connection) == SQLITE_OK
            else { throw LedgerStoreError(lastFailureOf: connection) }
            try database.execute(
                sql: """
                    PRAGMA cache_size = -\(isReader ? readerCache : writerCache);
                    PRAGMA recursive_triggers = ON;
                    PRAGMA temp_store = MEMORY;
                    """
            )
            if isReader {
                guard counterfoil_sqlite_disable_checkpoint_on_close(connection) == SQLITE_OK
                else { throw LedgerStoreError(lastFailureOf: connection) }
            } else {
                try database.execute(sql: "PRAGMA journal_size_limit = \(walByteLimit)")
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
        try migrator.migrate(pool)
        try pool.writeWithoutTransaction { database in
            // DatabasePool opens with NORMAL, which may lose the last commits when power fails.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.inTransaction(.immediate) {
                var random = SecureRandom()
                let epoch = options.newEpoch ?? random.next()
                var encoder = CanonicalEncoder(reservingCapacity: 8)
                encoder.write(epoch)
                try database.forEach(
                    "INSERT INTO meta (key, value) VALUES ('epoch', ?) ON CONFLICT DO NOTHING",
                    [.blob(encoder.bytes)]
                ) { _ in }
                // A restart ends every try that was under way; each stays counted as a failure.
                try database.execute(sql: "UPDATE sign_in_guard SET open_tries = 0")
                return .commit
            }
            try Authorizer.install(on: database)
        }
    }
}
