package import CoreVocabulary

/// State machine that synchronises one session: events in, effects out; its driver does the work.
///
/// The machine asks how to synchronise, catches up by pages or batches, compares both sides, and
/// then listens to a stream, or polls where there is none. After every failure it starts again with
/// the first question, because earlier answers of the bank may no longer hold. At most one piece of
/// work is under way, so an event produces at most one ``SyncEffect/work``.
package struct SyncMachine: Hashable, Sendable {
    /// Maximum time that the bank may hold back a request for news, in milliseconds: a third of the
    /// heartbeat limit, so that one lost reply does not end freshness.
    package static let pollMilliseconds: Int64 = 5_000
    /// Time from a comparison to the next one that is due, in seconds.
    package static let comparePauseSeconds: Int64 = 900
    /// Number of consecutive stream failures after which the machine polls instead.
    package static let streamFailureLimit = 3
    /// Pause before a stream is tried again after that, in seconds.
    package static let streamPauseSeconds: Int64 = 300
    /// Pause before a halted synchronisation asks the bank again, in milliseconds.
    package static let haltMilliseconds: Int64 = 10_000
    /// Number of consecutive failures to apply a batch after which the long pause begins.
    package static let applyFailureLimit = 3
    /// Pause after repeated failures to apply a batch, in milliseconds: a local fault is not repaired
    /// by asking the bank for the same batch again.
    package static let applyPauseMilliseconds: Int64 = 60_000
    /// Number of consecutive repairs that may leave both sides different.
    ///
    /// No further repair follows before both sides agree. It would remove the same rows, and leave
    /// more evidence each time.
    package static let repairLimit = 3
    /// Pause after a repair from the whole feed before the next one may begin, in seconds.
    package static let repairPauseSeconds: Int64 = 900
    /// Time from a check of the whole record to the next one that is due, in seconds: a day.
    package static let recordCheckSeconds: Int64 = 86_400
    /// Maximum number of stream events without changes in one window.
    ///
    /// Counted are heartbeats, checkpoints, events of another epoch, events that do not follow the
    /// record, and orderly ends. A checkpoint after changes does not count. The limit is fifty
    /// times what an idle bank sends.
    package static let idleWordLimit = 600
    /// Length of the window in which such events are counted, in seconds.
    package static let idleWindowSeconds: Int64 = 60
    /// Highest count of changes that is shown as progress; above it no progress is shown.
    ///
    /// A bank that commits ten thousand changes per second reaches it after three years.
    package static let countLimit: Int64 = 1_000_000_000_000

    /// Phase of the machine: the work under way.
    package internal(set) var phase = SyncPhase.stopped
    /// State of the link, as last seen.
    package internal(set) var link = SyncLinkState(isUp: false, lastContact: nil)
    /// Rule that decides whether a balance is live.
    package internal(set) var freshnessRule = FreshnessRule(cursor: nil, confirmedAt: .epoch)
    /// Progress towards the head of the feed, or nil if the record does not lag behind.
    package internal(set) var progress: SyncProgress?
    /// Condition to show to the user in words, if any.
    package internal(set) var notice: SyncNotice?
    /// Cursor of the last change applied to the record.
    package internal(set) var cursor: Cursor?
    /// Head of the feed, as last received.
    package internal(set) var head: Cursor?
    /// Highest epoch of the books that this console has verified something of, and not only heard
    /// of; zero before the first.
    package internal(set) var seenEpoch: UInt64 = 0
    /// Number of changes to request per page.
    package internal(set) var pageSize: PageSize
    /// True while news comes over a stream.
    package internal(set) var isStreaming = false

    var askedAt = Instant.epoch
    var backoff = Backoff()
    var wantsNews = false
    var mustBegin = true
    /// Unfinished snapshot; the inner value is nil for one that has not begun.
    var snapshot: SnapshotPosition??
    var nextCompareAt: Instant?
    var streamHealth = StreamHealth()
    var applyFailureCount = 0
    private var announced = Announcement()
    private let limits: SyncLimits

    /// Creates a machine without a session.
    package init(limits: SyncLimits = SyncLimits()) {
        self.limits = limits
        pageSize = PageSize(limits)
        freshnessRule.endSession()
    }

    /// True if synchronisation is halted: the bank lost a part of its books, or no longer serves this
    /// release.
    package var isHalted: Bool { notice == .rolledBack || notice == .upgradeNeeded }

    /// Records a verified epoch: entries of it were applied, or both sides agreed in it.
    package mutating func noteEpoch(_ epoch: UInt64) {
        seenEpoch = max(seenEpoch, epoch)
    }

    /// Records that the bank's clock was set back to a time.
    ///
    /// No contact and no confirmation can be at a time that is still to come.
    package mutating func noteSetBack(to serverTime: Instant) {
        link.lastContact = link.lastContact.map { min($0, serverTime) }
        freshnessRule.noteSetBack(to: serverTime)
    }

    /// Handles an event and returns the effects to carry out, in order.
    ///
    /// The time is that of the monotonic clock, and the random bits are for the jitter of a pause. An
    /// event that does not fit the phase came too late and changes nothing.
    package mutating func handle(
        _ event: SyncEvent,
        at now: Instant,
        random: UInt64
    ) -> [SyncEffect] {
        let work = step(event, Moment(now: now, random: random))
        var freshness = freshnessRule.freshness(atBoottime: now)
        // A change between two live times is not announced.
        if case .live = freshness { freshness = .live(asOf: .epoch) }
        let status = Announcement(
            isLinkUp: link.isUp,
            freshness: freshness,
            progress: progress,
            notice: notice,
            isStreaming: isStreaming
        )
        var effects: [SyncEffect] = []
        if status != announced, !isBrief(event) {
            announced = status
            effects.append(.announce)
        }
        if let work { effects.append(.work(work)) }
        return effects
    }

    /// True if an event changes the status only until the batch that it brought is applied.
    ///
    /// A batch that reaches the head is applied before anybody could read that status.
    private func isBrief(_ event: SyncEvent) -> Bool {
        guard phase == .applying else { return false }
        return switch event {
        case .replyArrived(let cursor, let head, _), .deltaArrived(let cursor, let head):
            cursor == head
        default: false
        }
    }

    /// Time at which an event is handled, and random bits for it.
    struct Moment {
        let now: Instant
        let random: UInt64
    }

    mutating func step(_ event: SyncEvent, _ moment: Moment) -> SyncWork? {
        switch event {
        case .sessionStarted(
            let cursor,
            let confirmedAt,
            let serverTime,
            let place,
            let isRepairing,
            let epoch
        ):
            // If the bank's clock ran ahead, the record may carry a time that is still to come.
            restart(cursor, min(confirmedAt, serverTime), isRepairing, isPartial: place != nil)
            // The epoch does not come from the cursor: a cursor without entries may be one that the
            // bank only named.
            seenEpoch = epoch
            snapshot = place.map { .some($0) }
            link = SyncLinkState(isUp: true, lastContact: serverTime)
            return next(moment)
        case .openedOffline(let cursor, let confirmedAt, let place, let isRepairing):
            restart(cursor, confirmedAt, isRepairing, isPartial: place != nil)
            freshnessRule.endSession()
            return nil
        case .sessionEnded:
            phase = .stopped
            progress = nil
            isStreaming = false
            freshnessRule.endSession()
            return nil
        case .doubtChanged(let hasUnverifiedAccount):
            freshnessRule.hasUnverifiedAccount = hasUnverifiedAccount
            return nil
        case .leaseChanged(let endsAt):
            freshnessRule.leaseEndsAt = endsAt
            return nil
        case .recordSetBack(let cursor): return setBack(to: cursor, moment)
        case .repairAsked: return repair(moment)
        case .refreshAsked: return refresh(moment)
        case .bankAnswered: return endPause(moment)
        case .clockTicked: return nil
        case .begun, .replyArrived, .cursorRefused, .pageArrived, .streamOpened,
            .streamUnavailable, .deltaArrived, .checkpointArrived, .heartbeatArrived,
            .booksReplaced, .upgradeAsked, .compared:
            return answer(event, moment)
        case .requestFailed, .applied, .applyFailed, .batchDisordered, .pageApplied, .streamEnded,
            .pauseEnded:
            return end(event, moment)
        }
    }

    /// Starts again with the record of another session.
    private mutating func restart(
        _ cursor: Cursor?,
        _ confirmedAt: Instant,
        _ isRepairing: Bool,
        isPartial: Bool
    ) {
        self = SyncMachine(limits: limits)
        self.cursor = cursor
        freshnessRule = FreshnessRule(cursor: cursor, confirmedAt: confirmedAt)
        freshnessRule.isRecordInDoubt = isRepairing
        freshnessRule.isRecordPartial = isPartial
    }

    /// Handles an answer of the bank in the phase that waits for it.
    mutating func answer(_ event: SyncEvent, _ moment: Moment) -> SyncWork? {
        switch (phase, event) {
        case (.beginning, .begun(let plan, let head, let serverTime)):
            return begun(plan, head, serverTime, moment)
        case (.requesting, .replyArrived(let cursor, let head, let serverTime)):
            return reply(cursor, head, serverTime, moment)
        case (.requesting, .cursorRefused), (.comparing, .cursorRefused):
            return beginAgain(afterPause: true, moment)
        case (.beginning, .cursorRefused):
            // The bank never issued this cursor to this user, so the record is read again from the
            // start.
            snapshot = nil
            move(to: nil)
            return beginAgain(afterPause: true, moment)
        case (.paging, .cursorRefused):
            // A snapshot that the bank cannot continue is started again.
            let wasResumed = snapshot.flatMap { $0 } != nil
            snapshot = .some(nil)
            return wasResumed ? next(moment) : pause(moment)
        case (.paging, .booksReplaced):
            return beginAgain(afterPause: true, moment)
        case (.paging, .pageArrived(let serverTime)):
            link = SyncLinkState(isUp: true, lastContact: serverTime)
            notePageArrival(moment)
            phase = .applying
            return .applyPage
        case (.comparing, .compared(let comparison)): return compared(comparison, moment)
        case (.opening, .streamOpened):
            isStreaming = true
            streamHealth.noteOpening()
            return next(moment)
        case (.opening, .streamUnavailable):
            streamHealth.isSupported = false
            return next(moment)
        case (.listening, _): return heard(event, moment)
        default: return nil
        }
    }

    /// Handles the end of a piece of work.
    mutating func end(_ event: SyncEvent, _ moment: Moment) -> SyncWork? {
        switch (phase, event) {
        case (.beginning, .requestFailed(let retryAfter, _)):
            return lose(moment, atLeast: retryAfter)
        case (.requesting, .requestFailed(let retryAfter, let isTimedOut)),
            (.paging, .requestFailed(let retryAfter, let isTimedOut)),
            (.comparing, .requestFailed(let retryAfter, let isTimedOut)):
            if isTimedOut { pageSize.noteTimeout() }
            return lose(moment, atLeast: retryAfter)
        case (.opening, .requestFailed(let retryAfter, _)):
            streamHealth.noteFailure(at: moment.now)
            return lose(moment, atLeast: retryAfter)
        case (.listening, .streamEnded(let isInOrder)):
            isStreaming = false
            if isInOrder {
                return streamHealth.isFlooded(by: event, at: moment.now)
                    ? leaveStreams(moment) : next(moment)
            }
            streamHealth.noteFailure(at: moment.now)
            return lose(moment, atLeast: 0)
        case (.applying, .applied(let cursor, let confirmedAt)):
            backoff.succeed()
            applyFailureCount = 0
            snapshot = nil
            freshnessRule.noteConfirmed(at: confirmedAt)
            move(to: cursor)
            return next(moment)
        case (.applying, .pageApplied(let place, let cursor, let confirmedAt, let progress)):
            backoff.succeed()
            applyFailureCount = 0
            snapshot = place.map { .some($0) }
            // Until the last page some accounts are from the snapshot and others from before, so the
            // record as a whole was never right.
            let isPartial = place != nil || cursor == nil
            freshnessRule.isRecordPartial = isPartial
            if !isPartial { freshnessRule.noteConfirmed(at: confirmedAt) }
            move(to: cursor)
            if place != nil {
                self.progress = progress.total <= Self.countLimit ? progress : nil
            }
            return next(moment)
        case (.listening, .batchDisordered): return missOne(moment)
        case (.applying, .batchDisordered):
            // A request either closes the gap, or shows that the gap is the bank's own.
            freshnessRule.noteNothing(upTo: nil)
            isStreaming = false
            wantsNews = true
            return next(moment)
        case (.applying, .applyFailed), (.comparing, .applyFailed):
            freshnessRule.noteNothing(upTo: nil)
            isStreaming = false
            return pauseAfterFailure(moment)
        case (.pausing, .pauseEnded): return next(moment)
        default: return nil
        }
    }

    /// Starts the next piece of work of a session that has none under way.
    mutating func next(_ moment: Moment) -> SyncWork {
        if mustBegin {
            askedAt = moment.now
            phase = .beginning
            return .begin(from: cursor)
        }
        if let snapshot {
            phase = .paging
            askedAt = moment.now
            return .page(snapshot)
        }
        if wantsNews || !(freshnessRule.isAtHead || isStreaming) {
            return request(moment, waitMilliseconds: 0)
        }
        if freshnessRule.isAtHead, let cursor, isComparisonDue(moment.now) {
            phase = .comparing
            askedAt = moment.now
            return .compare(at: cursor)
        }
        if isStreaming {
            phase = .listening
            return .listen
        }
        if streamHealth.mayOpen(at: moment.now) {
            phase = .opening
            askedAt = moment.now
            return .openStream(after: cursor)
        }
        return request(moment, waitMilliseconds: Self.pollMilliseconds)
    }

    private func isComparisonDue(_ now: Instant) -> Bool {
        nextCompareAt.map { $0 <= now } ?? true
    }

    /// Discards the result of the last comparison and makes a new one due at once.
    mutating func forgetComparison() {
        freshnessRule.isCompared = false
        nextCompareAt = nil
    }

    mutating func request(_ moment: Moment, waitMilliseconds: Int64) -> SyncWork {
        phase = .requesting
        askedAt = moment.now
        wantsNews = false
        isStreaming = false
        return .request(after: cursor, waitMilliseconds: waitMilliseconds)
    }

    mutating func pause(_ moment: Moment, atLeast: Int64 = 0) -> SyncWork {
        phase = .pausing
        return .pause(milliseconds: backoff.fail(random: moment.random, atLeast: atLeast))
    }

    /// Pauses after a failed write; after repeated failures the pause is longer.
    mutating func pauseAfterFailure(_ moment: Moment) -> SyncWork {
        applyFailureCount += 1
        guard applyFailureCount > Self.applyFailureLimit else { return pause(moment) }
        phase = .pausing
        return .pause(milliseconds: Self.applyPauseMilliseconds)
    }

    /// Handles the loss of the bank: nothing is live before the bank is asked and compared again.
    mutating func lose(_ moment: Moment, atLeast: Int64) -> SyncWork {
        link.isUp = false
        isStreaming = false
        mustBegin = true
        forgetComparison()
        return pause(moment, atLeast: atLeast)
    }

    mutating func beginAgain(afterPause isPaused: Bool, _ moment: Moment) -> SyncWork {
        mustBegin = true
        isStreaming = false
        forgetComparison()
        return isPaused ? pause(moment) : next(moment)
    }

    mutating func setBack(to cursor: Cursor?, _ moment: Moment) -> SyncWork? {
        snapshot = nil
        forgetComparison()
        switch phase {
        case .requesting, .pausing, .opening, .listening:
            isStreaming = false
            move(to: cursor)
            return next(moment)
        case .stopped, .beginning, .applying, .paging, .comparing:
            // The work under way ends by looking at the record's cursor.
            wantsNews = true
            if phase == .beginning || phase == .comparing { move(to: cursor) }
            return nil
        }
    }

    mutating func repair(_ moment: Moment) -> SyncWork? {
        guard phase != .stopped else { return nil }
        forgetComparison()
        wantsNews = true
        switch phase {
        case .requesting, .pausing, .opening, .listening:
            isStreaming = false
            return next(moment)
        case .stopped, .beginning, .applying, .paging, .comparing: return nil
        }
    }

    /// Ends the pause, because the bank answered another request, and asks how to continue.
    private mutating func endPause(_ moment: Moment) -> SyncWork? {
        guard phase == .pausing, !link.isUp else { return nil }
        link.isUp = true
        return next(moment)
    }

    mutating func refresh(_ moment: Moment) -> SyncWork? {
        switch phase {
        case .requesting: return request(moment, waitMilliseconds: 0)
        case .pausing, .listening, .opening:
            wantsNews = true
            return next(moment)
        case .applying:
            wantsNews = true
            return nil
        case .stopped, .beginning, .paging, .comparing: return nil
        }
    }
}

/// Status as last announced.
private struct Announcement: Hashable {
    var isLinkUp = false
    var freshness = Freshness.unverified
    var progress: SyncProgress?
    var notice: SyncNotice?
    var isStreaming = false
}
