import GRDB

/// How a file is opened: one connection, which keeps every other one out.
enum DatabaseFile {
    /// What a commit waits for.
    enum Durability: String {
        /// Until the file is consistent after a crash; the last commits may be gone.
        case consistent = "NORMAL"
        /// Until the commit is on the disk.
        case durable = "FULL"
    }

    /// Opens a file, and makes it, private to its owner, when it is not there.
    static func open(_ path: String, _ durability: Durability) throws -> DatabaseQueue {
        try FileSystem.makePrivateFile(path)
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            // The lock comes first: with it, WAL needs no shared memory beside the file. WAL is
            // not left to GRDB, which would set `synchronous` back to NORMAL after it.
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

    /// The files that belong to a database beside the one of its name.
    static let companions = ["-wal", "-shm", "-journal"]

    /// Removes a database.
    static func remove(_ path: String) throws {
        for suffix in [""] + companions { try FileSystem.remove(path + suffix) }
    }
}
