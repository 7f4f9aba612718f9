/// Progress of the synchronisation in changes: applied, and in total.
public struct SyncProgress: Hashable, Sendable {
    /// Number of changes applied to the record.
    public var done: Int64
    /// Number of changes in the feed, as far as it is known.
    public var total: Int64

    /// Creates a progress value from its counts.
    public init(done: Int64, total: Int64) {
        self.done = done
        self.total = total
    }
}
