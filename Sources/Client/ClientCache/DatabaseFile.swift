import GRDB

/// Opens database files with a single connection that excludes all others.
enum DatabaseFile {
    /// Guarantee that a commit gives.
    enum Durability: String {
        /// The file is consistent after a crash; the latest commits may be lost.
        case consistent = "NORMAL"
        /// A commit returns after its data is on the disk.
        case durable = "FULL"
    }

    /// Opens a database file, creating it private to its owner if it does not exist.
    static func open(_ path: String, _ durability: Durability) throws -> DatabaseQueue {
        _ = try FileSystem.openPrivateFile(path)
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            // The locking mode comes first: with it, WAL needs no shared memory file. WAL is not
            // left to GRDB, which would set `synchronous` back to NORMAL afterwards.
            try database.execute(
                sql: """
                    PRAGMA locking_mode = EXCLUSIVE;
                    PRAGMA journal_mode = WAL;
                    PRAGMA cache_size = -2000;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA secure_delete = ON;
                    PRAGMA synchronous = \(durability.rawValue);
                    PRAGMA mmap_size = 0;
                    PRAGMA trusted_schema = OFF;
                    PRAGMA cell_size_check = ON;
                    """
            )
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Suffixes of the files beside the database file.
    static let companions = ["-wal", "-shm", "-journal"]

    /// Removes a database and its companion files.
    static func remove(_ path: String) throws {
        for suffix in [""] + companions { try FileSystem.remove(path + suffix) }
    }
}
