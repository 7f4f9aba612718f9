/// Sizes of what a bank and a console handle in one piece while they synchronise.
///
/// Each side has a value of its own, and neither relies on the other's: the bank sends no more than
/// its sizes and the request allow, and a console asks again for what is left. The defaults are
/// those of a bank in use; small sizes make a test or a simulation meet every seam early.
public struct SyncLimits: Hashable, Sendable {
    /// The most changes in a batch or in a page of a snapshot, 1 to ``FeedBatch/changeLimit``; a
    /// console begins by asking for as many.
    public var pageChangeCount = FeedBatch.changeLimit
    /// The fewest changes that a console asks for on a slow line, 1 to ``pageChangeCount``: some
    /// 20 KB, which arrive in 15 seconds at 11 kbit/s.
    public var smallestPageChangeCount = 100
    /// The most changes in one event of a stream, 1 or more; a journal's stay together even beyond
    /// it.
    public var deltaChangeCount = 500
    /// Rows that the bank reads first of each source that it merges into a user's feed, 1 or more.
    ///
    /// Few, because most feeds are asked for when there is little news, and every account of a user
    /// has sources of its own. Each further reading of a source is twice as long.
    public var firstRowCount = 16
    /// The most rows in one reading of a source, 1 or more; as many are looked through at once for
    /// holds that ended after the place of a snapshot, and in all for accounts that are told again.
    public var rowCount = 1_024
    /// The most accounts of a user for whose feed the bank opens the sources of all accounts at once,
    /// 0 or more: some 2 ms of work.
    ///
    /// For a user with more of them the bank reads forwards in the feed and opens the sources of the
    /// accounts that have the next rows.
    public var feedAccountCount = 256
    /// The numbers of the feed that the bank reads forwards in one answer to a user with more accounts
    /// than that, 1 or more: as much work again.
    ///
    /// An answer that finds nothing there says how far it came, and the console asks again.
    public var feedScanCount = 4_096
    /// The most entries in one answer to a request for entries, 1 to ``FeedBatch/changeLimit``.
    public var entryCount = FeedBatch.changeLimit
    /// The most changes that a console may be behind before the bank weighs a snapshot against a
    /// delta.
    public var deltaMinimum = Int64(FeedBatch.changeLimit)
    /// From how many percent of the entries on a snapshot is sent in place of changes, 0 to 100.
    ///
    /// A snapshot is read account by account and so faster; a console that has most of it already
    /// is better served with changes.
    public var snapshotPercent: Int64 = 30
    /// Entries that a console recomputes in one go after a repair, 1 or more.
    public var recomputedEntryCount = 1_000
    /// The most findings that a console keeps about one account as evidence, 1 or more; what else is
    /// found is counted.
    public var evidenceCount = 1_000
    /// Entries that a console checks in one go, 1 or more: a millisecond of work, for which a
    /// reader may wait.
    public var checkedEntryCount = 100

    /// Makes the sizes of a bank and a console in use.
    public init() {}
}
