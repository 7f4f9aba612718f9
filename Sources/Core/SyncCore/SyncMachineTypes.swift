public import CoreVocabulary

/// Position in a snapshot: the cursor that it is pinned to, and the start of its next page.
public struct SnapshotPlace: Hashable, Sendable {
    /// The cursor to which all pages of the snapshot are pinned.
    public let at: Cursor
    /// Token for the start of the next page; empty for the first.
    public let page: String

    /// Creates a snapshot position from its parts.
    public init(at: Cursor, page: String) {
        self.at = at
        self.page = page
    }
}

extension SyncMachine {
    /// Phase of the machine: the work under way.
    public enum Phase: Hashable, Sendable, CaseIterable {
        /// No session is open, so there is no work.
        case stopped
        /// The bank is being asked how to synchronise.
        case beginning
        /// A request for the feed is under way.
        case requesting
        /// A batch or a page is being written to the record, or the record is being set back.
        case applying
        /// A request for a page of a snapshot is under way.
        case paging
        /// Both sides are being compared.
        case comparing
        /// A stream is being opened.
        case opening
        /// A stream is open, and the machine waits for its next event.
        case listening
        /// The machine waits before the next try.
        case pausing
    }

    /// Method by which the bank wants this console to catch up.
    public enum Plan: Hashable, Sendable, CaseIterable {
        /// The console fetches the changes after its cursor.
        case delta
        /// The console fetches a snapshot.
        case snapshot
        /// The console compares everything, because the books began a new epoch.
        case epochChanged
        /// No synchronisation: the console is ahead of the books, or has seen a later epoch of
        /// them.
        case rolledBack
        /// No synchronisation: the console's release is too old.
        case upgrade
    }

    /// Condition that the user is informed of in words.
    public enum Notice: Hashable, Sendable, CaseIterable {
        /// The books began a new epoch, and the record is being compared with it.
        case booksReplaced
        /// The bank lost a part of its books; the console repairs nothing automatically.
        case rolledBack
        /// The bank no longer serves this release.
        case upgradeNeeded
    }

    /// Outcome of a comparison of both sides.
    public enum Comparison: Hashable, Sendable {
        /// Both sides have the same, as of the bank's time.
        case agrees(at: Instant)
        /// The sides differed; the console fetched the wrong part again and has to compare once
        /// more.
        case repaired
        /// The sides differ and repair failed; the accounts are in doubt.
        case differs
        /// The record has to catch up before it can be compared.
        case postponed
    }

    /// Input of the machine: an event of the session.
    public enum Event: Hashable, Sendable {
        /// A session with the bank began.
        ///
        /// The values are the record's cursor, the time at which the record was right, the bank's
        /// time now, the unfinished snapshot if any, whether a comparison with the whole feed is
        /// unfinished, and the highest epoch that this console has seen.
        case sessionStarted(
            cursor: Cursor?,
            confirmedAt: Instant,
            serverTime: Instant,
            snapshot: SnapshotPlace? = nil,
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
            snapshot: SnapshotPlace? = nil,
            isRepairing: Bool = false
        )
        /// The session has ended.
        case sessionEnded
        /// The bank said how to synchronise, and named its head if it could.
        case begun(Plan, head: Cursor?, serverTime: Instant?)
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
            next: SnapshotPlace?,
            cursor: Cursor?,
            confirmedAt: Instant,
            progress: Progress
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
        case compared(Comparison)
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

    /// Output of the machine: an action for its driver.
    public enum Effect: Hashable, Sendable {
        /// Do this piece of work; it ends with an event.
        case work(Work)
        /// Notify observers of the status that it changed.
        case announce
    }

    /// A piece of work; it replaces the one before it.
    public enum Work: Hashable, Sendable {
        /// Ask the bank how to synchronise.
        case begin(from: Cursor?)
        /// Request changes of the feed.
        case request(after: Cursor?, waitMilliseconds: Int64)
        /// Apply the batch that arrived.
        case apply
        /// Set the record back and compare all of it, because the bank's record began a new epoch.
        case startOver
        /// Request a page of a snapshot; nil requests the first page of a new one.
        case page(SnapshotPlace?)
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

    /// State of the link to the bank.
    public struct Link: Hashable, Sendable {
        /// True if the last request was answered.
        public var isUp: Bool
        /// The bank's time in the last answer, or nil before the first.
        public var lastContact: Instant?
    }

    /// Progress of the synchronisation in changes: applied, and in total.
    public struct Progress: Hashable, Sendable {
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
}
