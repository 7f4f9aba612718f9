/// Progress of the synchronisation in changes: applied, and in total.
package struct SyncProgress: Hashable, Sendable {
    /// Number of changes applied to the record.
    package var done: Int64
    /// Number of changes in the feed, as far as it is known.
    package var total: Int64

    /// Creates a progress value from its counts.
    package init(done: Int64, total: Int64) {
        self.done = done
        self.total = total
    }
}
