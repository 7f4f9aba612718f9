/// Limits on the sizes that a bank and a console handle in one piece during synchronisation.
///
/// Each side has its own value, and neither relies on the other's. The bank sends no more than its
/// limits and the request allow, and a console asks again for the rest. The defaults are those of a
/// bank in production. With small limits, a test or a simulation reaches every boundary early.
package struct SyncLimits: Hashable, Sendable {
    /// Maximum number of changes in a batch or snapshot page, 1 to ``FeedBatch/changeLimit``; a
    /// console's first request asks for this number.
    package var pageChangeCount = FeedBatch.changeLimit
    /// Minimum number of changes that a console requests on a slow line, 1 to ``pageChangeCount``.
    ///
    /// The default is some 20 KB, which arrives in 15 seconds at 11 kbit/s.
    package var smallestPageChangeCount = 100
    /// Maximum number of changes in one event of a stream, 1 or more; those of one journal stay
    /// together even beyond it.
    package var deltaChangeCount = 500
    /// Number of rows that the bank first reads from each source of a user's feed, 1 or more.
    ///
    /// It is small, because most feeds are requested when there is little news, and every account
    /// of a user has its own sources. Each further read of a source is twice as long.
    package var firstRowCount = 16
    /// Maximum number of rows in one read of a source, 1 or more.
    ///
    /// It is also the number of rows searched at a time for holds that ended after a snapshot's
    /// cursor, and the total for accounts that are sent again.
    package var rowCount = 1_024
    /// Maximum number of accounts for which the bank opens the sources of all at once, 0 or more.
    ///
    /// The default is some 2 ms of work. For a user with more accounts the bank reads forwards in the
    /// feed and opens the sources of the accounts that have the next rows.
    package var feedAccountCount = 256
    /// Number of feed sequences scanned in one answer to a user with more accounts, 1 or more.
    ///
    /// The default is again some 2 ms of work. An answer that finds nothing in that range says how far
    /// it got, and the console asks again.
    package var feedScanCount = 4_096
    /// Maximum number of entries in an answer to a request for them, 1 to ``FeedBatch/changeLimit``.
    package var entryCount = FeedBatch.changeLimit
    /// Number of changes that a console may lag before the bank considers a snapshot.
    package var deltaMinimum = Int64(FeedBatch.changeLimit)
    /// Percentage of new entries from which the bank sends a snapshot instead of changes, 0 to 100.
    ///
    /// A snapshot is read account by account, which is faster. A console that already has most of
    /// the record is better served with changes.
    package var snapshotPercent: Int64 = 30
    /// Number of entries that a console recomputes in one step after a repair, 1 or more.
    package var recomputedEntryCount = 1_000
    /// Maximum number of findings kept as evidence per account, 1 or more; others are only counted.
    package var evidenceCount = 1_000
    /// Number of entries that a console checks in one step, 1 or more.
    ///
    /// It is a millisecond of work, for which a reader may have to wait.
    package var checkedEntryCount = 100

    /// Creates the limits used in production.
    package init() {}
}
