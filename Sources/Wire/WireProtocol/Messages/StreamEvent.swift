package import Cryptography
package import CoreVocabulary
package import SyncCore

/// One event of a stream; the console applies them in the order of arrival.
package enum StreamEvent: Hashable, Sendable {
    /// Changes after the last batch or, at the beginning, after the requested cursor.
    case delta(FeedBatch)
    /// A position up to which all was sent, from which a broken stream is resumed.
    case checkpoint(StreamCheckpoint)
    /// A sign of life without changes.
    case heartbeat(StreamHeartbeat)
    /// An order that the console obeys, beside the changes.
    case control(StreamControl)
}

/// A position at which a stream can be resumed, with the root of a right record.
package struct StreamCheckpoint: Hashable, Sendable {
    /// The cursor at which the previous event ended, nil at the beginning; a console at another
    /// cursor has missed an event.
    package let after: Cursor?
    /// The cursor of the checkpoint.
    package let cursor: Cursor
    /// The head of the feed when the checkpoint was sent.
    package let head: Cursor
    /// The root of the trie over all accounts at the cursor; nil if it was not computed now.
    package let root: Digest256?
    /// The bank's time when it sent the event.
    package let serverTime: Instant

    /// Creates a checkpoint from its fields.
    package init(
        after: Cursor? = nil,
        cursor: Cursor,
        head: Cursor,
        root: Digest256?,
        serverTime: Instant
    ) {
        self.after = after
        self.cursor = cursor
        self.head = head
        self.root = root
        self.serverTime = serverTime
    }
}

/// A sign of life of the bank.
package struct StreamHeartbeat: Hashable, Sendable {
    /// The head of the feed.
    package let head: Cursor
    /// The bank's time when it sent the event.
    package let serverTime: Instant
    /// Time for which the bank counts as reachable, in milliseconds.
    package let lifeMilliseconds: Int64

    /// Creates a heartbeat from its fields.
    package init(head: Cursor, serverTime: Instant, lifeMilliseconds: Int64) {
        self.head = head
        self.serverTime = serverTime
        self.lifeMilliseconds = lifeMilliseconds
    }
}

/// An order of the bank that a console obeys.
package enum StreamControl: Hashable, Sendable {
    /// The stream ends because this console was too slow or the bank stops: resume it at the last
    /// checkpoint.
    case resume
    /// The books began a new epoch.
    case epochChanged
    /// The session has ended at the bank.
    case sessionEnded
    /// The order to destroy this console's record of the user, with the nonce of the receipt.
    case wipe(nonce: [UInt8])
    /// The bank no longer serves this release.
    case upgrade
}
