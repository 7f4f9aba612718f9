/// Complete state of a bank as one value.
///
/// The tables are those of the SQLite store as dictionaries and arrays. Accounts, users and
/// transfers are referred to by their index in the order of adding. Nothing is validated here,
/// because ``MemoryTransaction`` checks a write before it becomes a ``BooksChange``.
struct MemoryBooks: Sendable {
    /// The epoch of the books.
    var epoch: UInt64
    /// Tables of accounts, transfers and entries.
    var ledger = LedgerTables()
    /// Tables of users, sessions, intents and the audit log.
    var people = PeopleTables()
    /// Master keys that have sealed values in these books.
    var keys = KeyTables()
    /// Tables of signing keys, session renewal and revocation.
    var tokens = TokenTables()
    /// Tables of consoles, cursor keys and evidence.
    var sync = SyncTables()
    /// Tables of feed numbers, grants and payees.
    var feed = FeedTables()
}
