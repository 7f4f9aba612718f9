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
    /// Heartbeats in a row that may name a head which the stream has not brought.
    private static let lagLimit = 2

    /// What is under way.
    public private(set) var phase = Phase.stopped
    /// The link as last seen.
    public private(set) var link = Link(isUp: false, lastContact: nil)
    /// What makes a balance live.
    public private(set) var freshnessRule = FreshnessRule(cursor: nil, confirmedAt: .epoch)
    /// How far the record lags behind the feed, or nil when it does not.
    public private(set) var progress: Progress?
    /// What has to be said in words, if anything.
    public private(set) var notice: Notice?
    /// Where the record stands.
    public private(set) var cursor: Cursor?
    /// Where the feed ended when it was last heard.
    public private(set) var head: Cursor?
    /// Whether news comes over a stream now.
    public private(set) var isStreaming = false

    private var askedAt = Instant.epoch
    private var backoff = Backoff()
    private var wantsNews = false
    private var mustBegin = true
    /// The snapshot to go on with; the value is nil for one that is still to begin.
    private var snapshot: SnapshotPlace??
    private var nextCompareAt: Instant?
    private var hasStreams = true
    private var streamFailureCount = 0
    private var nextStreamAt: Instant?
    private var lagCount = 0
    private var announced = Announcement()

    /// Makes a machine without a session.
    public init() {
        freshnessRule.endSession()
    }

    /// Whether nothing may be put right here by itself, because the bank lost a part of its books.
    public var isHalted: Bool { notice == .rolledBack || notice == .upgradeNeeded }

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
        if status.differs(from: announced) {
            announced = status
            effects.append(.announce)
        }
        if let work { effects.append(.work(work)) }
        return effects
    }

    private struct Moment {
        let now: Instant
        let random: UInt64
    }

    private mutating func step(_ event: Event, _ moment: Moment) -> Work? {
        switch event {
        case .sessionStarted(let cursor, let confirmedAt, let serverTime, let snapshot):
            self = SyncMachine()
            self.cursor = cursor
            self.snapshot = snapshot.map { .some($0) }
            freshnessRule = FreshnessRule(cursor: cursor, confirmedAt: confirmedAt)
            link = Link(isUp: true, lastContact: serverTime)
            return next(moment)
        case .openedOffline(let cursor, let confirmedAt):
            self = SyncMachine()
            self.cursor = cursor
            freshnessRule = FreshnessRule(cursor: cursor, confirmedAt: confirmedAt)
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
        case .refreshAsked:
            return refresh(moment)
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
    private mutating func answer(_ event: Event, _ moment: Moment) -> Work? {
        switch (phase, event) {
        case (.beginning, .begun(let plan, let head, let serverTime)):
            return begun(plan, head, serverTime, moment)
        case (.requesting, .replyArrived(let cursor, let head, let serverTime)):
            return reply(cursor, head, serverTime, moment)
        case (.requesting, .cursorRefused), (.comparing, .cursorRefused):
            return beginAgain(afterPause: true, moment)
        case (.paging, .cursorRefused):
            // A snapshot that the bank cannot go on with is begun anew.
            let wasResumed = snapshot.flatMap { $0 } != nil
            snapshot = .some(nil)
            return wasResumed ? next(moment) : pause(moment)
        case (.paging, .pageArrived(let serverTime)):
            link = Link(isUp: true, lastContact: serverTime)
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
    private mutating func end(_ event: Event, _ moment: Moment) -> Work? {
        switch (phase, event) {
        case (.beginning, .requestFailed(let retryAfter)),
            (.requesting, .requestFailed(let retryAfter)),
            (.paging, .requestFailed(let retryAfter)),
            (.comparing, .requestFailed(let retryAfter)):
            return lose(moment, atLeast: retryAfter)
        case (.opening, .requestFailed(let retryAfter)):
            countStreamFailure(moment)
            return lose(moment, atLeast: retryAfter)
        case (.listening, .streamEnded(let isInOrder)):
            isStreaming = false
            if isInOrder { return next(moment) }
            countStreamFailure(moment)
            return lose(moment, atLeast: 0)
        case (.applying, .applied(let cursor, let confirmedAt)):
            backoff.succeed()
            snapshot = nil
            freshnessRule.noteConfirmed(at: confirmedAt)
            move(to: cursor)
            return next(moment)
        case (.applying, .pageApplied(let place, let cursor, let confirmedAt, let progress)):
            backoff.succeed()
            snapshot = place.map { .some($0) }
            freshnessRule.noteConfirmed(at: confirmedAt)
            move(to: cursor)
            if place != nil { self.progress = progress }
            return next(moment)
        case (.applying, .batchDisordered):
            // By a request the gap is either closed, or is the bank's own and is told as such.
            isStreaming = false
            wantsNews = true
            return next(moment)
        case (.applying, .applyFailed), (.comparing, .applyFailed):
            isStreaming = false
            return pause(moment)
        case (.pausing, .pauseEnded):
            return next(moment)
        default:
            return nil
        }
    }

    /// The next piece of work of a session in which nothing is under way.
    private mutating func next(_ moment: Moment) -> Work {
        if mustBegin {
            askedAt = moment.now
            phase = .beginning
            return .begin(from: cursor)
        }
        if let snapshot {
            phase = .paging
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
        guard freshnessRule.isCompared else { return true }
        return nextCompareAt.map { $0 <= now } ?? true
    }

    private mutating func request(_ moment: Moment, waitMilliseconds: Int64) -> Work {
        phase = .requesting
        askedAt = moment.now
        wantsNews = false
        isStreaming = false
        return .request(after: cursor, waitMilliseconds: waitMilliseconds)
    }

    private mutating func pause(_ moment: Moment, atLeast: Int64 = 0) -> Work {
        phase = .pausing
        return .pause(milliseconds: backoff.fail(random: moment.random, atLeast: atLeast))
    }

    /// The bank is lost: nothing is live before it was asked and compared with again.
    private mutating func lose(_ moment: Moment, atLeast: Int64) -> Work {
        link.isUp = false
        isStreaming = false
        mustBegin = true
        freshnessRule.isCompared = false
        return pause(moment, atLeast: atLeast)
    }

    private mutating func beginAgain(afterPause isPaused: Bool, _ moment: Moment) -> Work {
        mustBegin = true
        isStreaming = false
        freshnessRule.isCompared = false
        return isPaused ? pause(moment) : next(moment)
    }

    private mutating func setBack(to cursor: Cursor?, _ moment: Moment) -> Work? {
        snapshot = nil
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

    private mutating func refresh(_ moment: Moment) -> Work? {
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

// What the bank said, one kind of answer each.
extension SyncMachine {
    private mutating func begun(
        _ plan: Plan,
        _ head: Cursor?,
        _ serverTime: Instant?,
        _ moment: Moment
    ) -> Work {
        link = Link(isUp: true, lastContact: serverTime ?? link.lastContact)
        self.head = head ?? self.head
        if notice != .booksReplaced { notice = nil }
        switch plan {
        case .rolledBack, .upgrade:
            notice = plan == .rolledBack ? .rolledBack : .upgradeNeeded
            if plan == .rolledBack { freshnessRule.isRecordInDoubt = true }
            progress = nil
            phase = .pausing
            return .pause(milliseconds: Self.haltMilliseconds)
        case .epochChanged:
            mustBegin = false
            return startOver()
        case .delta, .snapshot:
            mustBegin = false
            if notice == nil { freshnessRule.isRecordInDoubt = false }
            snapshot = plan == .delta ? nil : .some(snapshot.flatMap { $0 })
            if let head, let serverTime {
                freshnessRule.noteReply(askedAt: askedAt, serverTime: serverTime, head: head)
            }
            updateProgress()
            return next(moment)
        }
    }

    private mutating func startOver() -> Work {
        notice = .booksReplaced
        freshnessRule.isRecordInDoubt = true
        freshnessRule.isCompared = false
        isStreaming = false
        snapshot = nil
        phase = .applying
        return .startOver
    }

    private mutating func reply(
        _ replied: Cursor,
        _ head: Cursor,
        _ serverTime: Instant,
        _ moment: Moment
    ) -> Work {
        link = Link(isUp: true, lastContact: serverTime)
        let isOrdered = replied.epoch == head.epoch && replied.feedSequence <= head.feedSequence
        guard isOrdered else { return pause(moment) }
        if let cursor, cursor.epoch != replied.epoch { return startOver() }
        // Behind what is held: the bank is asked whether it knows that it lost something.
        guard replied.feedSequence >= cursor?.feedSequence ?? 0 else {
            return beginAgain(afterPause: true, moment)
        }
        self.head = head
        freshnessRule.noteReply(askedAt: askedAt, serverTime: serverTime, head: head)
        // One batch that reaches the head is applied before anybody could read of its progress.
        if replied != head { updateProgress() }
        phase = .applying
        return .apply
    }

    private mutating func compared(_ comparison: Comparison, _ moment: Moment) -> Work {
        backoff.succeed()
        switch comparison {
        case .agrees(let serverTime):
            link = Link(isUp: true, lastContact: max(serverTime, link.lastContact ?? serverTime))
            noteAgreement(moment.now)
        case .unsupported:
            noteAgreement(moment.now)
        case .repaired:
            freshnessRule.isCompared = false
            return pause(moment)
        case .postponed:
            wantsNews = true
        case .differs:
            // The accounts are in doubt, so nothing is live; it is tried again when it is due.
            noteAgreement(moment.now)
        }
        return next(moment)
    }

    private mutating func noteAgreement(_ now: Instant) {
        freshnessRule.isCompared = true
        freshnessRule.isRecordInDoubt = false
        notice = nil
        nextCompareAt = now.adding(seconds: Self.comparePauseSeconds)
        // What was reached meanwhile is confirmed by it.
        freshnessRule.noteCursor(cursor)
    }

    private mutating func heard(_ event: Event, _ moment: Moment) -> Work? {
        switch event {
        case .deltaArrived(let cursor, let head):
            guard cursor.epoch == self.cursor?.epoch ?? cursor.epoch else {
                return beginAgain(afterPause: false, moment)
            }
            guard cursor.feedSequence > self.cursor?.feedSequence ?? -1 else {
                return disorder(moment)
            }
            link.isUp = true
            self.head = head
            phase = .applying
            return .apply
        case .checkpointArrived(let cursor, let head, let agrees, let serverTime, let sentAt):
            return checkpoint(cursor, head, agrees, serverTime, sentAt, moment)
        case .heartbeatArrived(let head, let serverTime, let sentAt, let life):
            guard head.epoch == cursor?.epoch ?? head.epoch else {
                return beginAgain(afterPause: false, moment)
            }
            guard head.feedSequence >= cursor?.feedSequence ?? 0 else {
                return beginAgain(afterPause: true, moment)
            }
            note(head, serverTime, sentAt, lifeMilliseconds: life)
            streamFailureCount = 0
            lagCount = freshnessRule.isAtHead ? 0 : lagCount + 1
            return lagCount > Self.lagLimit ? disorder(moment) : next(moment)
        case .booksReplaced:
            return beginAgain(afterPause: false, moment)
        case .upgradeAsked:
            return beginAgain(afterPause: true, moment)
        default:
            return nil
        }
    }

    private mutating func checkpoint(
        _ cursor: Cursor,
        _ head: Cursor,
        _ agrees: Bool?,
        _ serverTime: Instant,
        _ sentAt: Instant,
        _ moment: Moment
    ) -> Work {
        guard cursor.epoch == self.cursor?.epoch ?? cursor.epoch, cursor.epoch == head.epoch else {
            return beginAgain(afterPause: false, moment)
        }
        let held = self.cursor?.feedSequence ?? 0
        // One that differs where something may be missing says no more than that it is missing.
        guard cursor.feedSequence >= held, agrees != false || cursor.feedSequence == held else {
            return disorder(moment)
        }
        note(
            head,
            serverTime,
            sentAt,
            lifeMilliseconds: FreshnessRule.heartbeatLimitSeconds * 1_000
        )
        streamFailureCount = 0
        if agrees == true { noteAgreement(moment.now) }
        if agrees == false { freshnessRule.isCompared = false }
        guard cursor.feedSequence > held else { return next(moment) }
        phase = .applying
        return .apply
    }

    private mutating func note(
        _ head: Cursor,
        _ serverTime: Instant,
        _ sentAt: Instant,
        lifeMilliseconds: Int64
    ) {
        link = Link(isUp: true, lastContact: serverTime)
        self.head = head
        freshnessRule.noteReply(
            askedAt: sentAt,
            serverTime: serverTime,
            head: head,
            lifeMilliseconds: lifeMilliseconds
        )
    }

    /// Something of the stream was lost or came twice: the record asks for what follows it.
    private mutating func disorder(_ moment: Moment) -> Work {
        isStreaming = false
        wantsNews = true
        return next(moment)
    }

    private mutating func countStreamFailure(_ moment: Moment) {
        streamFailureCount += 1
        guard streamFailureCount >= Self.streamFailureLimit else { return }
        streamFailureCount = 0
        nextStreamAt = moment.now.adding(seconds: Self.streamPauseSeconds)
    }

    private mutating func move(to cursor: Cursor?) {
        self.cursor = cursor
        freshnessRule.noteCursor(cursor)
        updateProgress()
    }

    private mutating func updateProgress() {
        guard let head, !freshnessRule.isAtHead else {
            progress = nil
            return
        }
        let isSameLife = cursor?.epoch == head.epoch
        progress = Progress(
            done: isSameLife ? cursor?.feedSequence ?? 0 : 0,
            total: head.feedSequence
        )
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
