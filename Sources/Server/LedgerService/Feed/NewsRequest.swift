import Cryptography
import CoreVocabulary
import SyncCore
import WireProtocol

/// Changes after a cursor, read from one database snapshot.
struct News: Sendable {
    /// The changes and the cursor after them.
    let batch: FeedBatch
    /// The root of the trie at the batch's cursor, if requested and if the batch reaches the head.
    let root: Digest256?
    /// The bank's time of the reading.
    let serverTime: Instant
    /// The time of the reading, by the monotonic clock.
    let readAt: Instant
}

/// Request for the changes after a cursor, of a feed or of a stream.
struct NewsRequest: Sendable {
    /// Wait for news, with its maximum length and its place.
    struct Wait: Sendable {
        let milliseconds: Int64
        /// The ticket of the place that the wait occupies.
        let ticket: WaitTicket
    }

    /// The cursor; one of another epoch is answered from the beginning, under the present epoch.
    let cursor: Cursor?
    /// The maximum number of changes, except that the last journal is never split.
    let limit: Int
    /// The place to wait in; nil to return at once.
    let wait: Wait?
    /// Returns true if the root is requested at a monotonic time; such a reading does not wait.
    let wantsRoot: @Sendable (Instant) -> Bool
    /// The caller, who is admitted again after each wait.
    let caller: Caller
    let route: Route
}
