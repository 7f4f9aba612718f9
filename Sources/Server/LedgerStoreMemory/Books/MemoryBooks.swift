/// Everything that a bank keeps, as one value.
///
/// The tables are those of the SQLite store in dictionaries and arrays. An account, a user and a
/// transfer are known inside by their place in the order of adding. Nothing here refuses anything:
/// what may be written is judged by ``MemoryTransaction`` before it becomes a ``BooksChange``.
struct MemoryBooks: Sendable {
    /// Which life of the books this is.
    var epoch: UInt64
    /// Accounts, transfers and entries.
    var ledger = LedgerTables()
    /// Users, sessions, what they asked for, and the audit log.
    var people = PeopleTables()
    /// The master keys that sealed what people have.
    var keys = KeyTables()
    /// What sessions are proved with, and what ends them.
    var tokens = TokenTables()
    /// The consoles, and the keys of cursors.
    var sync = SyncTables()
    /// The numbers of the feed, and who sees what.
    var feed = FeedTables()
}
