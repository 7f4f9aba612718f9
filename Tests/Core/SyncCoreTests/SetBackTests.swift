import CoreVocabulary
import SyncCore
import Testing

/// Goal: when the bank's clock was set back, nothing is called right as of a time that is still to
/// come, and what is live stays live for as long as it was.
///
/// Method: a rule and a machine that were told times of a clock that ran ahead.
@Suite struct SetBackTests {
    private let place = Cursor(epoch: 1, feedSequence: 10)
    private let asked = Instant(secondsSinceEpoch: 1_000)
    private let ahead = Sample.start.adding(seconds: 1_200)

    @Test("a rule names no later time than the one that the clock was set back to")
    func rule() {
        var rule = FreshnessRule(cursor: place, confirmedAt: .epoch)
        rule.isCompared = true
        rule.noteReply(askedAt: asked, serverTime: ahead, head: place)
        let deadline = rule.deadline
        rule.noteSetBack(to: Sample.start)
        #expect(rule.freshness(atBoottime: asked) == .live(asOf: Sample.start))
        // Nor when the sign of life confirms the record once more.
        rule.noteCursor(place)
        #expect(rule.freshness(atBoottime: asked) == .live(asOf: Sample.start))
        #expect(rule.deadline == deadline)
    }

    @Test("a time that lies before the one that the clock was set back to stays")
    func earlier() {
        var rule = FreshnessRule(cursor: place, confirmedAt: Sample.start)
        rule.noteSetBack(to: ahead)
        #expect(rule.confirmedAt == Sample.start)
    }

    @Test("a machine names no later contact")
    func contact() {
        var machine = SyncMachine()
        let started = SyncEvent.sessionStarted(
            cursor: place,
            confirmedAt: .epoch,
            serverTime: ahead
        )
        _ = machine.handle(started, at: asked, random: 0)
        #expect(machine.link.lastContact == ahead)
        machine.noteSetBack(to: Sample.start)
        #expect(machine.link.lastContact == Sample.start)
    }
}
