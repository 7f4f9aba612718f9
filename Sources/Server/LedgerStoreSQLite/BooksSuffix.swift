/// Suffixes of the names of the files beside the books.
public enum BooksSuffix {
    /// SQLite's file of the write-ahead log.
    public static let log = "-wal"
    /// SQLite's index of the write-ahead log, which it rebuilds from the log.
    public static let index = "-shm"
    /// SQLite's rollback journal, in books without a write-ahead log.
    public static let journal = "-journal"
    /// The lock file that excludes a second process.
    public static let lock = ".lock"
    /// Suffixes of the files that SQLite creates itself.
    public static let ofSQLite = [log, index, journal]
}
