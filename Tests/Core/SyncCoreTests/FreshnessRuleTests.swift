import CoreVocabulary
import SyncCore
import Testing

// Goal: live needs every one of its conditions, and ends by itself.
// Method: a rule that is live, and then each condition taken away in turn.

@Suite struct FreshnessRuleTests {
    private let cursor = Cursor(epoch: 1, feedSequence: 10)
    private let askedAt = Instant(secondsSinceEpoch: 1_000)
    private let serverTime = Sample.start
    private let limit = FreshnessRule.heartbeatLimitSeconds

    private func liveRule() -> FreshnessRule {
        var rule = FreshnessRule(cursor: cursor, confirmedAt: .epoch)
        rule.isCompared = true
        rule.noteReply(askedAt: askedAt, serverTime: serverTime, head: cursor)
        return rule
    }

    @Test("before the first reply nothing is live")
    func start() {
        let rule = FreshnessRule(cursor: cursor, confirmedAt: Sample.start)
        #expect(rule.freshness(atBoottime: askedAt) == .cached(asOf: Sample.start))
        #expect(rule.deadline == nil)
    }

    @Test("a reply whose head was reached makes it live as of the bank's time")
    func live() {
        #expect(liveRule().freshness(atBoottime: askedAt) == .live(asOf: serverTime))
    }

    @Test("it is live up to the deadline, and never after it")
    func deadline() throws {
        let rule = liveRule()
        let deadline = try #require(rule.deadline)
        #expect(deadline == askedAt.adding(seconds: limit))
        #expect(rule.freshness(atBoottime: deadline) == .live(asOf: serverTime))
        let after = Instant(nanosecondsSinceEpoch: deadline.nanosecondsSinceEpoch + 1)
        #expect(rule.freshness(atBoottime: after) == .cached(asOf: serverTime))
    }

    @Test("a reply that came back late counts from when it was asked for")
    func lateReply() {
        let rule = liveRule()
        let arrival = askedAt.adding(seconds: limit + 1)
        #expect(rule.freshness(atBoottime: arrival) == .cached(asOf: serverTime))
    }

    @Test("a head beyond the cursor is not live until the cursor is there")
    func behindHead() {
        var rule = liveRule()
        let head = Cursor(epoch: 1, feedSequence: 11)
        rule.noteReply(
            askedAt: askedAt,
            serverTime: serverTime.adding(seconds: 5),
            head: head
        )
        #expect(rule.freshness(atBoottime: askedAt) == .cached(asOf: serverTime))
        rule.noteCursor(head)
        #expect(
            rule.freshness(atBoottime: askedAt) == .live(asOf: serverTime.adding(seconds: 5))
        )
    }

    @Test("a head that changes name counts as much as one that a sign of life names")
    func namedHead() {
        var rule = liveRule()
        let middle = Cursor(epoch: 1, feedSequence: 15)
        let head = Cursor(epoch: 1, feedSequence: 20)
        rule.noteHead(head)
        rule.noteHead(cursor)
        #expect(rule.freshness(atBoottime: askedAt) == .cached(asOf: serverTime))
        rule.noteCursor(middle)
        #expect(rule.freshness(atBoottime: askedAt) == .cached(asOf: serverTime))
        rule.noteReply(askedAt: askedAt, serverTime: serverTime, head: middle)
        #expect(rule.freshness(atBoottime: askedAt) == .cached(asOf: serverTime))
        rule.noteCursor(head)
        #expect(rule.freshness(atBoottime: askedAt) == .live(asOf: serverTime))
    }

    @Test("the head of an answer stands for all that were named before, and has to be reached")
    func answeredHead() {
        var rule = liveRule()
        rule.noteHead(Cursor(epoch: 1, feedSequence: .max))
        rule.noteReply(askedAt: askedAt, serverTime: serverTime, head: cursor)
        #expect(rule.freshness(atBoottime: askedAt) == .cached(asOf: serverTime))
        let head = Cursor(epoch: 1, feedSequence: 20)
        rule.noteAnswer(askedAt: askedAt, serverTime: serverTime, head: head)
        #expect(rule.freshness(atBoottime: askedAt) == .cached(asOf: serverTime))
        rule.noteCursor(head)
        #expect(rule.freshness(atBoottime: askedAt) == .live(asOf: serverTime))
    }

    @Test("a cursor of another epoch is not at the head, however far it is")
    func epoch() {
        var rule = liveRule()
        rule.noteCursor(Cursor(epoch: 2, feedSequence: 99))
        #expect(rule.freshness(atBoottime: askedAt) == .cached(asOf: serverTime))
    }

    @Test("an account in doubt makes all unverified, and the others not live")
    func doubt() {
        var rule = liveRule()
        rule.hasUnverifiedAccount = true
        #expect(rule.freshness(atBoottime: askedAt) == .unverified)
        #expect(
            rule.freshnessOfVerifiedAccount(atBoottime: askedAt) == .cached(asOf: serverTime)
        )
    }

    @Test("without a session nothing is live")
    func sessionEnd() {
        var rule = liveRule()
        rule.endSession()
        #expect(rule.freshness(atBoottime: askedAt) == .cached(asOf: serverTime))
    }

    @Test("an earlier time of confirmation than is known changes nothing")
    func confirmation() {
        var rule = liveRule()
        rule.noteConfirmed(at: serverTime.adding(seconds: -60))
        #expect(rule.confirmedAt == serverTime)
    }

    // Symptom: rows said "as of 10:22" at 04:22, for good. Cause: of all times that the bank had named
    // the latest counted, also one that its clock had named while it ran ahead.
    @Test("the record was right at no time that lies after the one that the bank named last")
    func aheadOfBank() {
        let ahead = serverTime.adding(seconds: 21_600)
        var rule = FreshnessRule(cursor: cursor, confirmedAt: .epoch)
        rule.isCompared = true
        rule.noteReply(askedAt: askedAt, serverTime: ahead, head: cursor)
        #expect(rule.freshness(atBoottime: askedAt) == .live(asOf: ahead))
        var lagging = rule
        rule.noteReply(askedAt: askedAt, serverTime: serverTime, head: cursor)
        #expect(rule.freshness(atBoottime: askedAt) == .live(asOf: serverTime))
        // Also where the record has not reached the head that is named beside it.
        let head = Cursor(epoch: 1, feedSequence: 11)
        lagging.noteReply(askedAt: askedAt, serverTime: serverTime, head: head)
        #expect(lagging.freshness(atBoottime: askedAt) == .cached(asOf: serverTime))
    }

    @Test("what was not compared since the bank was lost is not live")
    func notCompared() {
        var rule = liveRule()
        rule.isCompared = false
        #expect(rule.freshness(atBoottime: askedAt) == .cached(asOf: serverTime))
    }

    @Test("while the books' new life is not compared, or a part of them is lost, all is unverified")
    func recordInDoubt() {
        var rule = liveRule()
        rule.isRecordInDoubt = true
        #expect(rule.freshness(atBoottime: askedAt) == .unverified)
        #expect(rule.freshnessOfVerifiedAccount(atBoottime: askedAt) == .unverified)
        rule.noteReply(
            askedAt: askedAt,
            serverTime: serverTime.adding(seconds: 60),
            head: cursor
        )
        #expect(rule.confirmedAt == serverTime)
    }

    @Test("of a part of a snapshot no figure counts, and the status is as of when it was whole")
    func recordPartial() {
        var rule = FreshnessRule(cursor: nil, confirmedAt: serverTime)
        rule.isCompared = true
        rule.isRecordPartial = true
        rule.noteReply(
            askedAt: askedAt,
            serverTime: serverTime.adding(seconds: 60),
            head: cursor
        )
        #expect(rule.freshnessOfVerifiedAccount(atBoottime: askedAt) == .unverified)
        #expect(rule.freshness(atBoottime: askedAt) == .cached(asOf: serverTime))
        rule.hasUnverifiedAccount = true
        #expect(rule.freshnessOfVerifiedAccount(atBoottime: askedAt) == .unverified)
        rule.hasUnverifiedAccount = false
        rule.noteCursor(cursor)
        let later = serverTime.adding(seconds: 60)
        #expect(rule.freshnessOfVerifiedAccount(atBoottime: askedAt) == .live(asOf: later))
    }

    @Test("a heartbeat's own life counts when it is shorter, never when it is longer")
    func life() {
        var rule = liveRule()
        for (milliseconds, seconds) in [(Int64(4_000), Int64(4)), (60_000, limit), (-5, 0)] {
            rule.noteReply(
                askedAt: askedAt,
                serverTime: serverTime,
                head: cursor,
                lifeMilliseconds: milliseconds
            )
            #expect(rule.deadline == askedAt.adding(seconds: seconds))
        }
    }

    @Test("nothing is live after the lease")
    func lease() {
        var rule = liveRule()
        let end = askedAt.adding(seconds: 3)
        rule.leaseEndsAt = end
        #expect(rule.deadline == end)
        #expect(rule.freshness(atBoottime: end) == .live(asOf: serverTime))
        let after = Instant(nanosecondsSinceEpoch: end.nanosecondsSinceEpoch + 1)
        #expect(rule.freshness(atBoottime: after) == .cached(asOf: serverTime))
    }
}
