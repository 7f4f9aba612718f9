public import Cryptography
public import CoreVocabulary
public import SyncCore

/// What a stream tells; in the order in which it is to be taken.
public enum StreamEvent: Hashable, Sendable {
    /// Changes after the last batch or, at the beginning, after the cursor that was asked for.
    case delta(FeedBatch)
    /// Everything up to this cursor was sent: a stream that breaks goes on from here.
    case checkpoint(StreamCheckpoint)
    /// Nothing new, but the bank is there.
    case heartbeat(StreamHeartbeat)
    /// What the console has to heed beside the changes.
    case control(StreamControl)
}

/// A place at which a stream can be resumed, and what a record at it must add up to.
public struct StreamCheckpoint: Hashable, Sendable {
    /// Where the event before it ended: whoever stands elsewhere has missed something; nil at the
    /// beginning.
    public let after: Cursor?
    /// The place.
    public let cursor: Cursor
    /// Where the feed ended.
    public let head: Cursor
    /// The root of the trie over all accounts at the cursor; nil when it was not reckoned now.
    public let root: Digest256?
    /// The bank's time.
    public let serverTime: Instant

    /// Makes a checkpoint.
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
    /// Where the feed ends.
    public let head: Cursor
    /// The bank's time.
    public let serverTime: Instant
    /// For how long the console may take the bank to be there, in milliseconds.
    public let lifeMilliseconds: Int64

    /// Makes a heartbeat.
    public init(head: Cursor, serverTime: Instant, lifeMilliseconds: Int64) {
        self.head = head
        self.serverTime = serverTime
        self.lifeMilliseconds = lifeMilliseconds
    }
}

/// What a console has to heed.
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
