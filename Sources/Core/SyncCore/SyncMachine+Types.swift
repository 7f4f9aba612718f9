public import CoreVocabulary

/// A place in a snapshot: the cursor that it is pinned to, and where its next page begins.
public struct SnapshotPlace: Hashable, Sendable {
    /// The cursor that all pages are of.
    public let at: Cursor
    /// Where the next page begins; empty for the first.
    public let page: String

    /// Names a place.
    public init(at: Cursor, page: String) {
        self.at = at
        self.page = page
    }
}

extension SyncMachine {
    /// What is under way.
    public enum Phase: Hashable, Sendable, CaseIterable {
        /// Nothing: there is no session.
        case stopped
        /// The question how to synchronise.
        case beginning
        /// A request for the feed.
        case requesting
        /// A batch or a page is written into the record, or the record is set back.
        case applying
        /// A request for a page of a snapshot.
        case paging
        /// A comparison of both sides.
        case comparing
        /// A stream is being opened.
        case opening
        /// A stream is open, and its next event is waited for.
        case listening
        /// A wait before the next try.
        case pausing
    }

    /// How the bank wants this console to catch up.
    public enum Plan: Hashable, Sendable, CaseIterable {
        /// By the changes after the cursor.
        case delta
        /// By a snapshot.
        case snapshot
        /// By comparing everything: the books began a new life.
        case epochChanged
        /// Not at all: the console is ahead of the books, or has seen a later life of them.
        case rolledBack
        /// Not at all: the console's release is too old.
        case upgrade
    }

    /// What has to be said in words.
    public enum Notice: Hashable, Sendable, CaseIterable {
        /// The books began a new life, and the record is being compared with it.
        case booksReplaced
        /// The bank lost a part of its books; nothing here is put right by itself.
        case rolledBack
        /// The bank serves this release no more.
        case upgradeNeeded
    }

    /// How a comparison ended.
    public enum Comparison: Hashable, Sendable {
        /// Both sides have the same, as of the bank's time.
        case agrees(at: Instant)
        /// They differed; what was wrong here was fetched again, and is to be compared again.
        case repaired
        /// They differ, and it could not be put right; the accounts are in doubt.
        case differs
        /// The record has to catch up first.
        case postponed
    }

    /// What happened.
    public enum Event: Hashable, Sendable {
        /// A session began: where the record stands, when that was right, the bank's time now, the
        /// snapshot that was not finished, whether a comparison with the whole feed was not, and the
        /// highest epoch that this console has seen.
        case sessionStarted(
            cursor: Cursor?,
            confirmedAt: Instant,
            serverTime: Instant,
            snapshot: SnapshotPlace? = nil,
            isRepairing: Bool = false,
            seenEpoch: UInt64 = 0
        )
        /// The record was opened without the bank: where it stands, when that was right, the
        /// snapshot that was not finished, and whether a comparison with the whole feed was not.
        case openedOffline(
            cursor: Cursor?,
            confirmedAt: Instant,
            snapshot: SnapshotPlace? = nil,
            isRepairing: Bool = false
        )
        /// The session ended.
        case sessionEnded
        /// The bank said how to synchronise, and where its feed ends if it told.
        case begun(Plan, head: Cursor?, serverTime: Instant?)
        /// The bank answered with a batch.
        case replyArrived(cursor: Cursor, head: Cursor, serverTime: Instant)
        /// The bank takes the cursor no more.
        case cursorRefused
        /// The bank did not answer, or not with what was asked for; how long it asked to be left
        /// alone, and whether the answer did not arrive in time.
        case requestFailed(retryAfterMilliseconds: Int64, isTimedOut: Bool = false)
        /// The batch was applied, or was not wanted any more; the record now stands here, and was
        /// right at this time.
        case applied(cursor: Cursor?, confirmedAt: Instant)
        /// The batch could not be written; the record stands where it stood.
        case applyFailed
        /// The batch of a stream does not follow what is held: some event before it was lost.
        case batchDisordered
        /// A page of a snapshot arrived.
        case pageArrived(serverTime: Instant)
        /// The page was written: where the next one begins, if there is one; where the record
        /// stands, and since when; the changes so far, and as many as are known of.
        case pageApplied(
            next: SnapshotPlace?,
            cursor: Cursor?,
            confirmedAt: Instant,
            progress: Progress
        )
        /// The stream is open.
        case streamOpened
        /// The line has no streams.
        case streamUnavailable
        /// The stream brought changes.
        case deltaArrived(cursor: Cursor, head: Cursor)
        /// The stream reached a checkpoint, which left the bank no earlier than `sentAt`.
        case checkpointArrived(
            cursor: Cursor,
            head: Cursor,
            agrees: Bool?,
            serverTime: Instant,
            sentAt: Instant
        )
        /// The stream is alive.
        case heartbeatArrived(
            head: Cursor,
            serverTime: Instant,
            sentAt: Instant,
            lifeMilliseconds: Int64
        )
        /// The stream ended; whether in order, so that the next one can begin at once.
        case streamEnded(inOrder: Bool)
        /// The books began a new life.
        case booksReplaced
        /// The bank serves this release no more.
        case upgradeAsked
        /// A comparison ended.
        case compared(Comparison)
        /// The record was set back, to be compared with the feed from there on.
        case recordSetBack(cursor: Cursor?)
        /// Something here was found wrong: what is to be fetched for it is fetched between two pieces
        /// of work, and afterwards both sides are compared again.
        case repairAsked
        /// Somebody wants news now.
        case refreshAsked
        /// The bank answered something that is no part of the synchronisation.
        case bankAnswered
        /// The pause is over.
        case pauseEnded
        /// Whether an account is in doubt.
        case doubtChanged(hasUnverifiedAccount: Bool)
        /// Until when the lease counts, by the clock that never jumps.
        case leaseChanged(endsAt: Instant)
        /// Time went by.
        case clockTicked
    }

    /// What is to be done.
    public enum Effect: Hashable, Sendable {
        /// Do this; it ends with an event.
        case work(Work)
        /// Tell whoever shows the status that it changed.
        case announce
    }

    /// The pieces of work; each takes the place of the one before it.
    public enum Work: Hashable, Sendable {
        /// Ask how to synchronise.
        case begin(from: Cursor?)
        /// Ask for the feed.
        case request(after: Cursor?, waitMilliseconds: Int64)
        /// Apply the batch that arrived.
        case apply
        /// The bank's record began a new life: set the local one back and compare all of it.
        case startOver
        /// Ask for a page of a snapshot; nil for the first of a new one.
        case page(SnapshotPlace?)
        /// Apply the page that arrived.
        case applyPage
        /// Compare both sides at the record's cursor.
        case compare(at: Cursor)
        /// Open a stream.
        case openStream(after: Cursor?)
        /// Wait for the stream's next event.
        case listen
        /// Wait.
        case pause(milliseconds: Int64)
    }

    /// Whether the bank answers, and when it last did by its own clock.
    public struct Link: Hashable, Sendable {
        /// Whether the last request was answered.
        public var isUp: Bool
        /// The bank's time in the last answer, or nil before the first.
        public var lastContact: Instant?
    }

    /// Changes applied and in all.
    public struct Progress: Hashable, Sendable {
        /// Where the record stands.
        public var done: Int64
        /// Where the feed ends, as far as it is known.
        public var total: Int64

        /// Makes it.
        public init(done: Int64, total: Int64) {
            self.done = done
            self.total = total
        }
    }
}
