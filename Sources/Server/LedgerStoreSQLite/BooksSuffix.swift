/// The ends of the names of the files that lie beside books.
public enum BooksSuffix {
    /// SQLite's file of the last commits.
    public static let log = "-wal"
    /// SQLite's file of where to find what in the log; it is made anew from that.
    public static let index = "-shm"
    /// SQLite's file of what a change replaces, in books without a log.
    public static let journal = "-journal"
    /// The lock that keeps a second process out.
    public static let lock = ".lock"
    /// Those that SQLite makes by itself.
    public static let ofSQLite = [log, index, journal]
}
