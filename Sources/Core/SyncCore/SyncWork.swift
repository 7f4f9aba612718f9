/// A piece of work; it replaces the one before it.
package enum SyncWork: Hashable, Sendable {
    /// Ask the bank how to synchronise.
    case begin(from: Cursor?)
    /// Request changes of the feed.
    case request(after: Cursor?, waitMilliseconds: Int64)
    /// Apply the batch that arrived.
    case apply
    /// Set the record back and compare all of it, because the bank's record began a new epoch.
    case startOver
    /// Request a page of a snapshot; nil requests the first page of a new one.
    case page(SnapshotPosition?)
    /// Apply the page that arrived.
    case applyPage
    /// Compare both sides at the record's cursor.
    case compare(at: Cursor)
    /// Open a stream of changes.
    case openStream(after: Cursor?)
    /// Wait for the stream's next event.
    case listen
    /// Wait before the next try.
    case pause(milliseconds: Int64)
}
