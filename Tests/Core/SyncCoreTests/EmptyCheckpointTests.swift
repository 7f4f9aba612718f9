import CoreVocabulary
import SyncCore
import Testing

// Goal: news of a head that brings a user nothing takes no figure's freshness away, and adds none.
// Method: a machine that listens, checkpoints beyond the record, and the ways in which writing ends.

@Suite struct EmptyCheckpointTests {
    private let now = Instant(secondsSinceEpoch: 1_000)
    private let serverTime = Sample.start

    private func cursor(_ sequence: Int64) -> Cursor {
        Cursor(epoch: 1, feedSequence: sequence)
    }

    private func listening() -> SyncMachine {
        var machine = SyncMachine()
        let events: [SyncEvent] = [
            .sessionStarted(cursor: cursor(10), confirmedAt: .epoch, serverTime: serverTime),
            .begun(.delta, head: cursor(10), serverTime: serverTime),
            .compared(.agrees(at: serverTime)),
            .streamOpened,
        ]
        for event in events { _ = machine.handle(event, at: now, random: 0) }
        return machine
    }

    private func checkpoint(_ place: Int64, head: Int64) -> SyncEvent {
        .checkpointArrived(
            cursor: cursor(place),
            head: cursor(head),
            agrees: nil,
            serverTime: serverTime,
            sentAt: now
        )
    }

    private func freshness(_ machine: SyncMachine) -> Freshness {
        machine.freshnessRule.freshness(atBoottime: now)
    }

    // Symptom: "connecting" was said whenever money moved on somebody else's account. Cause: between a
    // checkpoint and its writing the record lagged behind a head that brought it nothing.
    @Test("a checkpoint that reaches the head is no news: all stays live while it is written")
    func reachesHead() {
        var machine = listening()
        #expect(freshness(machine) == .live(asOf: serverTime))
        let arrived = checkpoint(14, head: 14)
        #expect(machine.handle(arrived, at: now, random: 0) == [.work(.apply)])
        #expect(freshness(machine) == .live(asOf: serverTime))
        #expect(!machine.freshnessRule.isAtHead, "nothing was written yet")
        let applied = SyncEvent.applied(cursor: cursor(14), confirmedAt: .epoch)
        #expect(machine.handle(applied, at: now, random: 0) == [.work(.listen)])
        #expect(freshness(machine) == .live(asOf: serverTime))
        #expect(machine.freshnessRule.isAtHead)
    }

    @Test("a checkpoint before the head that it names leaves nothing live")
    func beforeHead() {
        var machine = listening()
        let arrived = checkpoint(14, head: 15)
        #expect(machine.handle(arrived, at: now, random: 0) == [.announce, .work(.apply)])
        #expect(freshness(machine) == .cached(asOf: serverTime))
    }

    @Test("a checkpoint that could not be written leaves nothing live")
    func notWritten() {
        for event in [SyncEvent.applyFailed, .batchDisordered] {
            var machine = listening()
            _ = machine.handle(checkpoint(14, head: 14), at: now, random: 0)
            let effects = machine.handle(event, at: now, random: 0)
            #expect(effects.contains(.announce))
            #expect(freshness(machine) == .cached(asOf: serverTime))
        }
    }

    @Test("it is live no longer than the sign of life that named the head")
    func deadline() {
        var machine = listening()
        _ = machine.handle(checkpoint(14, head: 14), at: now, random: 0)
        let late = now.adding(seconds: FreshnessRule.heartbeatLimitSeconds + 1)
        #expect(machine.freshnessRule.freshness(atBoottime: late) == .cached(asOf: serverTime))
    }

    @Test("a head that changes name afterwards counts all the same, and so does a doubt")
    func laterHead() {
        var machine = listening()
        _ = machine.handle(checkpoint(14, head: 14), at: now, random: 0)
        var rule = machine.freshnessRule
        rule.noteHead(cursor(16))
        #expect(rule.freshness(atBoottime: now) == .cached(asOf: serverTime))
        rule = machine.freshnessRule
        rule.hasUnverifiedAccount = true
        #expect(rule.freshness(atBoottime: now) == .unverified)
    }
}
