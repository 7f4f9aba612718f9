package import CoreVocabulary

/// Input of the machine: an event of the session.
package enum SyncEvent: Hashable, Sendable {
    /// A session with the bank began.
    ///
    /// The values are the record's cursor, the time at which the record was right, the bank's
    /// time now, the unfinished snapshot if any, whether a comparison with the whole feed is
    /// unfinished, and the highest epoch that this console has seen.
    case sessionStarted(
        cursor: Cursor?,
        confirmedAt: Instant,
        serverTime: Instant,
        snapshot: SnapshotPosition? = nil,
        isRepairing: Bool = false,
        seenEpoch: UInt64 = 0
    )
    /// The record was opened without the bank.
    ///
    /// The values are the record's cursor, the time at which the record was right, the
    /// unfinished snapshot if any, and whether a comparison with the whole feed is unfinished.
    case openedOffline(
        cursor: Cursor?,
        confirmedAt: Instant,
        snapshot: SnapshotPosition? = nil,
        isRepairing: Bool = false
    )
    /// The session has ended.
    case sessionEnded
    /// The bank said how to synchronise, and named its head if it could.
    case begun(SyncPlan, head: Cursor?, serverTime: Instant?)
    /// The bank answered with a batch.
    case replyArrived(cursor: Cursor, head: Cursor, serverTime: Instant)
    /// The bank no longer accepts the cursor.
    case cursorRefused
    /// The bank did not answer, or not with what was requested.
    ///
    /// The values are the pause that the bank asked for, and whether the answer timed out.
    case requestFailed(retryAfterMilliseconds: Int64, isTimedOut: Bool = false)
    /// The batch was applied or became obsolete.
    ///
    /// The values are the record's cursor now and the time at which it was right.
    case applied(cursor: Cursor?, confirmedAt: Instant)
    /// The batch could not be written; the record is unchanged.
    case applyFailed
    /// The batch of a stream does not follow the record, because an event before it was lost.
    case batchDisordered
    /// A page of a snapshot arrived.
    case pageArrived(serverTime: Instant)
    /// The page was written.
    ///
    /// The values are the position of the next page if there is one, the record's cursor, the
    /// time at which the record was right, and the progress in changes.
    case pageApplied(
        next: SnapshotPosition?,
        cursor: Cursor?,
        confirmedAt: Instant,
        progress: SyncProgress
    )
    /// The stream is open.
    case streamOpened
    /// The connection does not support streams.
    case streamUnavailable
    /// The stream brought changes.
    case deltaArrived(cursor: Cursor, head: Cursor)
    /// The stream reached a checkpoint, which left the bank at `sentAt` or later.
    case checkpointArrived(
        cursor: Cursor,
        head: Cursor,
        agrees: Bool?,
        serverTime: Instant,
        sentAt: Instant
    )
    /// The stream brought a heartbeat, which left the bank at `sentAt` or later.
    case heartbeatArrived(
        head: Cursor,
        serverTime: Instant,
        sentAt: Instant,
        lifeMilliseconds: Int64
    )
    /// The stream ended; if in order, the next one can begin at once.
    case streamEnded(inOrder: Bool)
    /// The books began a new epoch.
    case booksReplaced
    /// The bank no longer serves this release.
    case upgradeAsked
    /// A comparison of both sides ended.
    case compared(SyncComparison)
    /// The record was set back and is to be compared with the feed from this cursor on.
    case recordSetBack(cursor: Cursor?)
    /// The local record was found wrong.
    ///
    /// The repair is fetched between two pieces of work, and both sides are compared again
    /// afterwards.
    case repairAsked
    /// A caller wants news now.
    case refreshAsked
    /// The bank answered a request that is not part of the synchronisation.
    case bankAnswered
    /// The pause is over.
    case pauseEnded
    /// The presence of accounts in doubt changed.
    case doubtChanged(hasUnverifiedAccount: Bool)
    /// The end of the lease changed, by the monotonic clock.
    case leaseChanged(endsAt: Instant)
    /// Time has passed without another event.
    case clockTicked
}
