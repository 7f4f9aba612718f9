/// Suffixes of the names of the files beside the books.
package enum BooksSuffix {
    /// SQLite's file of the write-ahead log.
    package static let log = "-wal"
    /// SQLite's index of the write-ahead log, which it rebuilds from the log.
    package static let index = "-shm"
    /// SQLite's rollback journal, in books without a write-ahead log.
    package static let journal = "-journal"
    /// The lock file that excludes a second process.
    package static let lock = ".lock"
    /// Suffixes of the files that SQLite creates itself.
    package static let ofSQLite = [log, index, journal]
}
