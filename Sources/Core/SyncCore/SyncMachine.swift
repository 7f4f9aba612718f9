public import CoreVocabulary

/// The sync engine of one session: events in, effects out; whoever drives it does the work.
///
/// It asks for the feed after its cursor, has what arrives applied, and asks again: at once while
/// there is more, with a wait when the head is reached, after a pause when something failed. At
/// most one piece of work is under way, so at most one effect of ``Effect/work`` comes out of an
/// event.
public struct SyncMachine: Hashable, Sendable {
    /// How long the bank may hold a request for news back, in milliseconds: a third of the
    /// heartbeat's limit, so that one lost reply does not end freshness.
    public static let pollMilliseconds: Int64 = 5_000

    /// What is under way.
    public enum Phase: Hashable, Sendable, CaseIterable {
        /// Nothing: there is no session.
        case stopped
        /// A request for the feed.
        case requesting
        /// A batch is written into the record.
        case applying
        /// A wait before the next try.
        case pausing
    }

    /// What happened.
    public enum Event: Hashable, Sendable {
        /// A session began: where the record stands, when that was right, and the bank's time now.
        case sessionStarted(cursor: Cursor?, confirmedAt: Instant, serverTime: Instant)
        /// The session ended.
        case sessionEnded
        /// The bank answered with a batch.
        case replyArrived(cursor: Cursor, head: Cursor, serverTime: Instant)
        /// The bank did not answer, or not with a batch; how long it asked to be left alone.
        case requestFailed(retryAfterMilliseconds: Int64)
        /// The batch was applied, or was not wanted any more; the record now stands here, and was
        /// right at this time.
        case applied(cursor: Cursor?, confirmedAt: Instant)
        /// The batch could not be written; the record stands where it stood.
        case applyFailed
        /// The record was set back, to be compared with the feed from there on.
        case recordSetBack(cursor: Cursor?)
        /// Somebody wants news now.
        case refreshAsked
        /// The pause is over.
        case pauseEnded
        /// Whether an account is in doubt.
        case doubtChanged(hasUnverifiedAccount: Bool)
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
        /// Ask for the feed.
        case request(after: Cursor?, waitMilliseconds: Int64)
        /// Apply the batch that arrived.
        case apply
        /// The bank's record began a new life: set the local one back and compare all of it.
        case startOver
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
        /// Where the feed ends.
        public var total: Int64
    }

    /// What is under way.
    public private(set) var phase = Phase.stopped
    /// The link as last seen.
    public private(set) var link = Link(isUp: false, lastContact: nil)
    /// What makes a balance live.
    public private(set) var freshnessRule = FreshnessRule(cursor: nil, confirmedAt: .epoch)
    /// How far the record lags behind the feed, or nil when it does not.
    public private(set) var progress: Progress?

    private var cursor: Cursor?
    private var head: Cursor?
    private var askedAt = Instant.epoch
    private var backoff = Backoff()
    private var wantsNews = false
    private var announced = Announcement(link: false, freshness: .unverified, progress: nil)

    /// Makes a machine without a session.
    public init() {
        freshnessRule.endSession()
    }

    /// Takes an event in and says what to do.
    ///
    /// - Parameters:
    ///   - event: What happened; one that does not fit the phase is late and changes nothing.
    ///   - now: The time by the clock that never jumps.
    ///   - random: 64 random bits, for the jitter of a pause.
    /// - Returns: What is to be done, in order.
    public mutating func handle(_ event: Event, at now: Instant, random: UInt64) -> [Effect] {
        let work = step(event, at: now, random: random)
        let status = Announcement(
            link: link.isUp,
            freshness: freshnessRule.freshness(atBoottime: now),
            progress: progress
        )
        var effects: [Effect] = []
        if status.differs(from: announced) {
            announced = status
            effects.append(.announce)
        }
        if let work { effects.append(.work(work)) }
        return effects
    }

    private mutating func step(_ event: Event, at now: Instant, random: UInt64) -> Work? {
        switch event {
        case .sessionStarted(let cursor, let confirmedAt, let serverTime):
            self = SyncMachine()
            self.cursor = cursor
            freshnessRule = FreshnessRule(cursor: cursor, confirmedAt: confirmedAt)
            link = Link(isUp: true, lastContact: serverTime)
            return request(at: now, waitMilliseconds: 0)
        case .sessionEnded:
            phase = .stopped
            progress = nil
            freshnessRule.endSession()
            return nil
        case .replyArrived(let cursor, let head, let serverTime):
            guard phase == .requesting else { return nil }
            return reply(cursor: cursor, head: head, serverTime: serverTime, random: random)
        case .requestFailed(let retryAfter):
            guard phase == .requesting else { return nil }
            link.isUp = false
            return pause(random: random, atLeast: retryAfter)
        case .applied(let cursor, let confirmedAt):
            guard phase == .applying else { return nil }
            backoff.succeed()
            freshnessRule.noteConfirmed(at: confirmedAt)
            moveTo(cursor)
            let isCaughtUp = freshnessRule.isAtHead && !wantsNews
            return request(at: now, waitMilliseconds: isCaughtUp ? Self.pollMilliseconds : 0)
        case .applyFailed:
            guard phase == .applying else { return nil }
            return pause(random: random, atLeast: 0)
        case .recordSetBack(let cursor):
            guard phase != .stopped else { return nil }
            moveTo(cursor)
            // A batch that is being written was for the old place; its end asks again.
            return phase == .applying ? nil : request(at: now, waitMilliseconds: 0)
        case .refreshAsked:
            guard phase == .requesting || phase == .pausing else {
                wantsNews = phase == .applying
                return nil
            }
            return request(at: now, waitMilliseconds: 0)
        case .pauseEnded:
            return phase == .pausing ? request(at: now, waitMilliseconds: 0) : nil
        case .doubtChanged(let hasUnverifiedAccount):
            freshnessRule.hasUnverifiedAccount = hasUnverifiedAccount
            return nil
        case .clockTicked:
            return nil
        }
    }

    private mutating func request(at now: Instant, waitMilliseconds: Int64) -> Work {
        phase = .requesting
        askedAt = now
        wantsNews = false
        return .request(after: cursor, waitMilliseconds: waitMilliseconds)
    }

    private mutating func reply(
        cursor replied: Cursor,
        head: Cursor,
        serverTime: Instant,
        random: UInt64
    ) -> Work {
        link = Link(isUp: true, lastContact: serverTime)
        let isOrdered = replied.epoch == head.epoch && replied.feedSequence <= head.feedSequence
        guard isOrdered else { return pause(random: random, atLeast: 0) }
        if let cursor, cursor.epoch != replied.epoch {
            phase = .applying
            return .startOver
        }
        guard replied.feedSequence >= cursor?.feedSequence ?? 0 else {
            return pause(random: random, atLeast: 0)
        }
        self.head = head
        freshnessRule.noteReply(askedAt: askedAt, serverTime: serverTime, head: head)
        // One batch that reaches the head is applied before anybody could read of its progress.
        if replied != head { updateProgress() }
        phase = .applying
        return .apply
    }

    private mutating func pause(random: UInt64, atLeast: Int64) -> Work {
        phase = .pausing
        return .pause(milliseconds: backoff.fail(random: random, atLeast: atLeast))
    }

    private mutating func moveTo(_ cursor: Cursor?) {
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
    var link: Bool
    var freshness: Freshness
    var progress: SyncMachine.Progress?

    func differs(from other: Announcement) -> Bool {
        if link != other.link || progress != other.progress { return true }
        return switch (freshness, other.freshness) {
        case (.live, .live): false
        default: freshness != other.freshness
        }
    }
}
