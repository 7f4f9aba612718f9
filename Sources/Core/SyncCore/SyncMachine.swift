public import CoreVocabulary

/// The sync engine of one session: events in, effects out; whoever drives it does the work.
///
/// It asks how to synchronise, catches up by pages or batches, compares both sides, and then listens
/// to a stream, or asks again and again where there is none. After every failure it begins with the
/// first question again: what the bank said before it was lost need not hold any more. At most one
/// piece of work is under way, so at most one effect of ``Effect/work`` comes out of an event.
public struct SyncMachine: Hashable, Sendable {
    /// How long the bank may hold a request for news back, in milliseconds: a third of the
    /// heartbeat's limit, so that one lost reply does not end freshness.
    public static let pollMilliseconds: Int64 = 5_000
    /// How long after a comparison that agreed the next one is due, in seconds.
    public static let comparePauseSeconds: Int64 = 900
    /// Streams that may fail one after the other before news is asked for by requests.
    public static let streamFailureLimit = 3
    /// How long after that a stream is tried again, in seconds.
    public static let streamPauseSeconds: Int64 = 300
    /// How long a record waits that cannot be synchronised before it asks again, in milliseconds.
    public static let haltMilliseconds: Int64 = 10_000
    /// Batches in a row that may fail to be applied before the next one waits for long.
    public static let applyFailureLimit = 3
    /// The pause of a batch that could not be applied so often, in milliseconds: what is wrong here
    /// is not put right by asking the bank for the same again.
    public static let applyPauseMilliseconds: Int64 = 60_000
    /// Heartbeats in a row that may name a head which the stream has not brought.
    static let lagLimit = 2
    /// The most heartbeats, checkpoints, words of another epoch, events that do not go on from the
    /// record and ends in order in one window.
    ///
    /// Fifty times as many as a silent bank sends. A checkpoint after changes does not count.
    public static let idleWordLimit = 600
    /// How long the window is in which such words are counted, in seconds.
    public static let idleWindowSeconds: Int64 = 60
    /// The highest count of changes that is shown; nothing is shown in place of a higher one.
    ///
    /// A bank that commits ten thousand changes in a second gets there after three years.
    public static let countLimit: Int64 = 1_000_000_000_000

    /// What is under way.
    public internal(set) var phase = Phase.stopped
    /// The link as last seen.
    public internal(set) var link = Link(isUp: false, lastContact: nil)
    /// What makes a balance live.
    public internal(set) var freshnessRule = FreshnessRule(cursor: nil, confirmedAt: .epoch)
    /// How far the record lags behind the feed, or nil when it does not.
    public internal(set) var progress: Progress?
    /// What has to be said in words, if anything.
    public internal(set) var notice: Notice?
    /// Where the record stands.
    public internal(set) var cursor: Cursor?
    /// Where the feed ended when it was last heard.
    public internal(set) var head: Cursor?
    /// The highest epoch of the books that this console has seen something of; zero before the first.
    ///
    /// A bank that names a higher one has proved nothing by that.
    public internal(set) var seenEpoch: UInt64 = 0
    /// How many changes to ask for at once.
    public internal(set) var pageSize: PageSize
    /// Whether news comes over a stream now.
    public internal(set) var isStreaming = false

    var askedAt = Instant.epoch
    var backoff = Backoff()
    var wantsNews = false
    var mustBegin = true
    /// The snapshot to go on with; the value is nil for one that is still to begin.
    var snapshot: SnapshotPlace??
    var nextCompareAt: Instant?
    var hasStreams = true
    var streamFailureCount = 0
    var nextStreamAt: Instant?
    var lagCount = 0
    /// Words of the stream that brought no change, and since when they are counted.
    var idleWordCount = 0
    var idleWordsSince: Instant?
    var applyFailureCount = 0
    private var announced = Announcement()
    private let limits: SyncLimits

    /// Makes a machine without a session.
    public init(limits: SyncLimits = SyncLimits()) {
        self.limits = limits
        pageSize = PageSize(limits)
        freshnessRule.endSession()
    }

    /// Whether nothing may be put right here by itself, because the bank lost a part of its books.
    public var isHalted: Bool { notice == .rolledBack || notice == .upgradeNeeded }

    /// Notes that the books were in an epoch: entries of it were applied, or both sides agreed in it.
    public mutating func noteEpoch(_ epoch: UInt64) {
        seenEpoch = max(seenEpoch, epoch)
    }

    /// Notes that the bank's clock was set back to a time: no contact was, and no record was right, at
    /// one that is still to come.
    public mutating func noteSetBack(to serverTime: Instant) {
        link.lastContact = link.lastContact.map { min($0, serverTime) }
        freshnessRule.noteSetBack(to: serverTime)
    }

    /// Takes an event in and says what to do.
    ///
    /// - Parameters:
    ///   - event: What happened; one that does not fit the phase is late and changes nothing.
    ///   - now: The time by the clock that never jumps.
    ///   - random: 64 random bits, for the jitter of a pause.
    /// - Returns: What is to be done, in order.
    public mutating func handle(_ event: Event, at now: Instant, random: UInt64) -> [Effect] {
        let work = step(event, Moment(now: now, random: random))
        let status = Announcement(
            link: link.isUp,
            freshness: freshnessRule.freshness(atBoottime: now),
            progress: progress,
            notice: notice,
            isStreaming: isStreaming
        )
        var effects: [Effect] = []
        if status.differs(from: announced), !isBrief(event) {
            announced = status
            effects.append(.announce)
        }
        if let work { effects.append(.work(work)) }
        return effects
    }

    /// Whether an event changes the status only until the batch that it brought is applied: one that
    /// reaches the head is applied before anybody could read of it.
    private func isBrief(_ event: Event) -> Bool {
        guard phase == .applying else { return false }
        return switch event {
        case .replyArrived(let cursor, let head, _), .deltaArrived(let cursor, let head):
            cursor == head
        default: false
        }
    }

    /// When an event is handled, and with what chance.
    struct Moment {
        let now: Instant
        let random: UInt64
    }

    mutating func step(_ event: Event, _ moment: Moment) -> Work? {
        switch event {
        case .sessionStarted(
            let cursor,
            let confirmedAt,
            let serverTime,
            let snapshot,
            let isRepairing,
            let seenEpoch
        ):
            self = SyncMachine(limits: limits)
            self.cursor = cursor
            // Not the cursor's: a place without entries may be one that the bank only named.
            self.seenEpoch = seenEpoch
            self.snapshot = snapshot.map { .some($0) }
            // Of a bank whose clock had run ahead, a record may name a time that is still to come.
            freshnessRule = FreshnessRule(
                cursor: cursor,
                confirmedAt: min(confirmedAt, serverTime)
            )
            freshnessRule.isRecordInDoubt = isRepairing
            freshnessRule.isRecordPartial = snapshot != nil
            link = Link(isUp: true, lastContact: serverTime)
            return next(moment)
        case .openedOffline(let cursor, let confirmedAt, let snapshot, let isRepairing):
            self = SyncMachine(limits: limits)
            self.cursor = cursor
            freshnessRule = FreshnessRule(cursor: cursor, confirmedAt: confirmedAt)
            freshnessRule.isRecordInDoubt = isRepairing
            freshnessRule.isRecordPartial = snapshot != nil
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
        case .recordSetBack(let cursor):
            return setBack(to: cursor, moment)
        case .repairAsked:
            return repair(moment)
        case .refreshAsked:
            return refresh(moment)
        case .bankAnswered:
            return endPause(moment)
        case .clockTicked:
            return nil
        case .begun, .replyArrived, .cursorRefused, .pageArrived, .streamOpened,
            .streamUnavailable, .deltaArrived, .checkpointArrived, .heartbeatArrived,
            .booksReplaced, .upgradeAsked, .compared:
            return answer(event, moment)
        case .requestFailed, .applied, .applyFailed, .batchDisordered, .pageApplied, .streamEnded,
            .pauseEnded:
            return end(event, moment)
        }
    }

    /// What the bank said, in the phase that waits for it.
    mutating func answer(_ event: Event, _ moment: Moment) -> Work? {
        switch (phase, event) {
        case (.beginning, .begun(let plan, let head, let serverTime)):
            return begun(plan, head, serverTime, moment)
        case (.requesting, .replyArrived(let cursor, let head, let serverTime)):
            return reply(cursor, head, serverTime, moment)
        case (.requesting, .cursorRefused), (.comparing, .cursorRefused):
            return beginAgain(afterPause: true, moment)
        case (.beginning, .cursorRefused):
            // The bank never gave this cursor to this user: the record is read again.
            snapshot = nil
            move(to: nil)
            return beginAgain(afterPause: true, moment)
        case (.paging, .cursorRefused):
            // A snapshot that the bank cannot go on with is begun anew.
            let wasResumed = snapshot.flatMap { $0 } != nil
            snapshot = .some(nil)
            return wasResumed ? next(moment) : pause(moment)
        case (.paging, .booksReplaced):
            return beginAgain(afterPause: true, moment)
        case (.paging, .pageArrived(let serverTime)):
            link = Link(isUp: true, lastContact: serverTime)
            notePageArrival(moment)
            phase = .applying
            return .applyPage
        case (.comparing, .compared(let comparison)):
            return compared(comparison, moment)
        case (.opening, .streamOpened):
            isStreaming = true
            lagCount = 0
            return next(moment)
        case (.opening, .streamUnavailable):
            hasStreams = false
            return next(moment)
        case (.listening, _):
            return heard(event, moment)
        default:
            return nil
        }
    }

    /// How a piece of work ended.
    mutating func end(_ event: Event, _ moment: Moment) -> Work? {
        switch (phase, event) {
        case (.beginning, .requestFailed(let retryAfter, _)):
            return lose(moment, atLeast: retryAfter)
        case (.requesting, .requestFailed(let retryAfter, let isTimedOut)),
            (.paging, .requestFailed(let retryAfter, let isTimedOut)),
            (.comparing, .requestFailed(let retryAfter, let isTimedOut)):
            if isTimedOut { pageSize.noteTimeout() }
            return lose(moment, atLeast: retryAfter)
        case (.opening, .requestFailed(let retryAfter, _)):
            countStreamFailure(moment)
            return lose(moment, atLeast: retryAfter)
        case (.listening, .streamEnded(let isInOrder)):
            isStreaming = false
            if isInOrder {
                return isFlood(event, moment.now) ? leaveStreams(moment) : next(moment)
            }
            countStreamFailure(moment)
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
            if place != nil || cursor == nil {
                // A part of one time beside parts of another: right at no time.
                freshnessRule.isRecordPartial = true
            } else {
                freshnessRule.isRecordPartial = false
                freshnessRule.noteConfirmed(at: confirmedAt)
            }
            move(to: cursor)
            if place != nil {
                self.progress = progress.total <= Self.countLimit ? progress : nil
            }
            return next(moment)
        case (.listening, .batchDisordered):
            return missOne(moment)
        case (.applying, .batchDisordered):
            // By a request the gap is either closed, or is the bank's own and is told as such.
            freshnessRule.noteNothing(upTo: nil)
            isStreaming = false
            wantsNews = true
            return next(moment)
        case (.applying, .applyFailed), (.comparing, .applyFailed):
            freshnessRule.noteNothing(upTo: nil)
            isStreaming = false
            return pauseAfterFailure(moment)
        case (.pausing, .pauseEnded):
            return next(moment)
        default:
            return nil
        }
    }

    /// The next piece of work of a session in which nothing is under way.
    mutating func next(_ moment: Moment) -> Work {
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
        if hasStreams, nextStreamAt.map({ $0 <= moment.now }) ?? true {
            phase = .opening
            askedAt = moment.now
            return .openStream(after: cursor)
        }
        return request(moment, waitMilliseconds: Self.pollMilliseconds)
    }

    private func isComparisonDue(_ now: Instant) -> Bool {
        nextCompareAt.map { $0 <= now } ?? true
    }

    /// What was found before counts no more: both sides are compared as soon as that can be.
    mutating func forgetComparison() {
        freshnessRule.isCompared = false
        nextCompareAt = nil
    }

    mutating func request(_ moment: Moment, waitMilliseconds: Int64) -> Work {
        phase = .requesting
        askedAt = moment.now
        wantsNews = false
        isStreaming = false
        return .request(after: cursor, waitMilliseconds: waitMilliseconds)
    }

    mutating func pause(_ moment: Moment, atLeast: Int64 = 0) -> Work {
        phase = .pausing
        return .pause(milliseconds: backoff.fail(random: moment.random, atLeast: atLeast))
    }

    /// Waits after something could not be written, the longer the more often that was so.
    mutating func pauseAfterFailure(_ moment: Moment) -> Work {
        applyFailureCount += 1
        guard applyFailureCount > Self.applyFailureLimit else { return pause(moment) }
        phase = .pausing
        return .pause(milliseconds: Self.applyPauseMilliseconds)
    }

    /// The bank is lost: nothing is live before it was asked and compared with again.
    mutating func lose(_ moment: Moment, atLeast: Int64) -> Work {
        link.isUp = false
        isStreaming = false
        mustBegin = true
        forgetComparison()
        return pause(moment, atLeast: atLeast)
    }

    mutating func beginAgain(afterPause isPaused: Bool, _ moment: Moment) -> Work {
        mustBegin = true
        isStreaming = false
        forgetComparison()
        return isPaused ? pause(moment) : next(moment)
    }

    mutating func setBack(to cursor: Cursor?, _ moment: Moment) -> Work? {
        snapshot = nil
        forgetComparison()
        switch phase {
        case .requesting, .pausing, .opening, .listening:
            isStreaming = false
            move(to: cursor)
            return next(moment)
        case .stopped, .beginning, .applying, .paging, .comparing:
            // Whatever is under way ends with a look at where the record stands.
            wantsNews = true
            if phase == .beginning || phase == .comparing { move(to: cursor) }
            return nil
        }
    }

    mutating func repair(_ moment: Moment) -> Work? {
        guard phase != .stopped else { return nil }
        forgetComparison()
        wantsNews = true
        switch phase {
        case .requesting, .pausing, .opening, .listening:
            isStreaming = false
            return next(moment)
        case .stopped, .beginning, .applying, .paging, .comparing:
            return nil
        }
    }

    /// The bank has answered something else: it is there again, and is asked how to go on at once.
    private mutating func endPause(_ moment: Moment) -> Work? {
        guard phase == .pausing, !link.isUp else { return nil }
        link.isUp = true
        return next(moment)
    }

    mutating func refresh(_ moment: Moment) -> Work? {
        switch phase {
        case .requesting:
            return request(moment, waitMilliseconds: 0)
        case .pausing, .listening, .opening:
            wantsNews = true
            return next(moment)
        case .applying:
            wantsNews = true
            return nil
        case .stopped, .beginning, .paging, .comparing:
            return nil
        }
    }
}

/// What was last told about the status; a live balance that stays live is no news.
private struct Announcement: Hashable {
    var link = false
    var freshness = Freshness.unverified
    var progress: SyncMachine.Progress?
    var notice: SyncMachine.Notice?
    var isStreaming = false

    func differs(from other: Announcement) -> Bool {
        if link != other.link || progress != other.progress || notice != other.notice
            || isStreaming != other.isStreaming
        {
            return true
        }
        return switch (freshness, other.freshness) {
        case (.live, .live): false
        default: freshness != other.freshness
        }
    }
}
