public import Cryptography
public import CoreVocabulary
public import SyncCore

/// One event of a stream; the console applies them in the order of arrival.
public enum StreamEvent: Hashable, Sendable {
    /// Changes after the last batch or, at the beginning, after the cursor that was asked for.
    case delta(FeedBatch)
    /// Everything up to this cursor was sent: a stream that breaks goes on from here.
    case checkpoint(StreamCheckpoint)
    /// Nothing new, but the bank is there.
    case heartbeat(StreamHeartbeat)
    /// An order that the console obeys, beside the changes.
    case control(StreamControl)
}

/// A place at which a stream can be resumed, and what a record at it must add up to.
public struct StreamCheckpoint: Hashable, Sendable {
    /// The cursor at which the previous event ended, nil at the beginning; a console at another
    /// cursor has missed an event.
    public let after: Cursor?
    /// The cursor of the checkpoint.
    public let cursor: Cursor
    /// The head of the feed when the checkpoint was sent.
    public let head: Cursor
    /// The root of the trie over all accounts at the cursor; nil when it was not reckoned now.
    public let root: Digest256?
    /// The bank's time when it sent the event.
    public let serverTime: Instant

    /// Creates a checkpoint from its fields.
    public init(
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

/// A sign of life.
public struct StreamHeartbeat: Hashable, Sendable {
    /// The head of the feed.
    public let head: Cursor
    /// The bank's time when it sent the event.
    public let serverTime: Instant
    /// For how long the console may take the bank to be there, in milliseconds.
    public let lifeMilliseconds: Int64

    /// Creates a heartbeat from its fields.
    public init(head: Cursor, serverTime: Instant, lifeMilliseconds: Int64) {
        self.head = head
        self.serverTime = serverTime
        self.lifeMilliseconds = lifeMilliseconds
    }
}

/// An order of the bank that a console obeys.
public enum StreamControl: Hashable, Sendable {
    /// The stream is over because this console was too slow or the bank stops: resume it at the
    /// last checkpoint.
    case resume
    /// The books began a new life.
    case epochChanged
    /// The session is over.
    case sessionEnded
    /// Destroy what this console holds of the user, and say so with this nonce.
    case wipe(nonce: [UInt8])
    /// The console's release will not be served any more.
    case upgrade
}
