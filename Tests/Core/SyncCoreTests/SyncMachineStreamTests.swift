import CoreVocabulary
import SyncCore
import Testing

// Goal: a stream loses nothing, is believed no longer than it lives, and is replaced when it fails.
// Method: a machine that listens, and streams that behave in every way they can.

@Suite struct SyncMachineStreamTests {
    private let now = Instant(secondsSinceEpoch: 1_000)
    private let serverTime = Sample.start

    private func cursor(_ sequence: Int64, epoch: UInt64 = 1) -> Cursor {
        Cursor(epoch: epoch, feedSequence: sequence)
    }

    private func listening() -> SyncMachine {
        var machine = SyncMachine()
        _ = send(
            &machine,
            .sessionStarted(cursor: cursor(10), confirmedAt: .epoch, serverTime: serverTime)
        )
        _ = send(&machine, .begun(.delta, head: cursor(10), serverTime: serverTime))
        _ = send(&machine, .compared(.agrees(at: serverTime)))
        _ = send(&machine, .streamOpened)
        return machine
    }

    private func send(
        _ machine: inout SyncMachine,
        _ event: SyncEvent,
        at time: Instant? = nil
    ) -> String {
        word(of: machine.handle(event, at: time ?? now, random: 0))
    }

    private func heartbeat(_ head: Cursor, sentAt: Instant? = nil) -> SyncEvent {
        .heartbeatArrived(
            head: head,
            serverTime: serverTime,
            sentAt: sentAt ?? now,
            lifeMilliseconds: 15_000
        )
    }

    private func checkpoint(_ place: Cursor, agrees: Bool? = nil) -> SyncEvent {
        .checkpointArrived(
            cursor: place,
            head: place,
            agrees: agrees,
            serverTime: serverTime,
            sentAt: now
        )
    }

    @Test("changes are applied one batch after the other, and then the stream goes on")
    func deltas() {
        var machine = listening()
        #expect(machine.isStreaming)
        #expect(send(&machine, .deltaArrived(cursor: cursor(12), head: cursor(15))) == "apply")
        let applied = SyncEvent.applied(cursor: cursor(12), confirmedAt: .epoch)
        #expect(send(&machine, applied) == "listen")
        #expect(
            machine.progress == SyncProgress(done: 12, total: 15) || machine.progress == nil
        )
    }

    @Test("nothing is live between the batches of a stream before the head that they name")
    func liveOnlyAtNamedHead() {
        var machine = listening()
        #expect(machine.freshnessRule.freshness(atBoottime: now) == .live(asOf: serverTime))
        for place in [12, 14] {
            _ = send(
                &machine,
                .deltaArrived(cursor: cursor(Int64(place)), head: cursor(16))
            )
            let applied = SyncEvent.applied(
                cursor: cursor(Int64(place)),
                confirmedAt: .epoch
            )
            #expect(send(&machine, applied) == "listen")
            #expect(
                machine.freshnessRule.freshness(atBoottime: now) == .cached(asOf: serverTime)
            )
            #expect(machine.progress?.total == 16)
        }
        _ = send(&machine, .deltaArrived(cursor: cursor(16), head: cursor(16)))
        _ = send(&machine, .applied(cursor: cursor(16), confirmedAt: .epoch))
        #expect(machine.freshnessRule.freshness(atBoottime: now) == .live(asOf: serverTime))
    }

    @Test("a batch that reaches the head is announced once it is applied, and not before")
    func announcedOnce() {
        var machine = listening()
        let arrived = SyncEvent.deltaArrived(cursor: cursor(12), head: cursor(12))
        #expect(machine.handle(arrived, at: now, random: 0) == [.work(.apply)])
        let applied = SyncEvent.applied(cursor: cursor(12), confirmedAt: .epoch)
        #expect(machine.handle(applied, at: now, random: 0) == [.work(.listen)])
        let part = SyncEvent.deltaArrived(cursor: cursor(13), head: cursor(15))
        #expect(machine.handle(part, at: now, random: 0) == [.announce, .work(.apply)])
    }

    @Test("a batch that ends beyond the head that it names is taken for disorder")
    func headBehindBatch() {
        var machine = listening()
        #expect(
            send(&machine, .deltaArrived(cursor: cursor(12), head: cursor(11))) == "request 10 0"
        )
    }

    @Test("a batch or a checkpoint that lies behind the record has the gap asked for")
    func disorder() {
        var machine = listening()
        #expect(
            send(&machine, .deltaArrived(cursor: cursor(10), head: cursor(15))) == "request 10 0"
        )
        #expect(!machine.isStreaming)
        machine = listening()
        #expect(send(&machine, checkpoint(cursor(9))) == "request 10 0")
        machine = listening()
        _ = send(&machine, .deltaArrived(cursor: cursor(12), head: cursor(15)))
        #expect(send(&machine, .batchDisordered) == "request 10 0")
        #expect(!machine.isStreaming)
    }

    @Test("a checkpoint beyond the record moves it there; one whose root differs does not")
    func checkpoints() {
        var machine = listening()
        #expect(send(&machine, checkpoint(cursor(14), agrees: true)) == "apply")
        machine = listening()
        #expect(send(&machine, checkpoint(cursor(14), agrees: false)) == "request 10 0")
    }

    @Test("a checkpoint whose root differs where nothing can be missing has both sides compared")
    func differentRoot() {
        var machine = listening()
        #expect(send(&machine, checkpoint(cursor(10), agrees: false)) == "compare 10")
        #expect(machine.freshnessRule.freshness(atBoottime: now) == .cached(asOf: serverTime))
    }

    @Test("changes of another life of the books, or a word of one, have the bank asked")
    func otherLife() {
        let other = cursor(12, epoch: 2)
        let events: [SyncEvent] = [
            .deltaArrived(cursor: other, head: other), heartbeat(other), checkpoint(other),
            .booksReplaced,
        ]
        for event in events {
            var machine = listening()
            #expect(send(&machine, event) == "begin 10")
            #expect(machine.freshnessRule.freshness(atBoottime: now) == .cached(asOf: serverTime))
        }
    }

    @Test("a heartbeat with a head behind the record has the bank asked what it lost")
    func headBehind() {
        var machine = listening()
        #expect(send(&machine, heartbeat(cursor(9))) == "pause 125")
        #expect(send(&machine, .pauseEnded) == "begin 10")
    }

    @Test("a head that the stream does not bring is asked for")
    func lag() {
        var machine = listening()
        #expect(send(&machine, heartbeat(cursor(11))) == "listen")
        #expect(machine.freshnessRule.freshness(atBoottime: now) == .cached(asOf: serverTime))
        #expect(send(&machine, heartbeat(cursor(11))) == "listen")
        #expect(send(&machine, heartbeat(cursor(11))) == "request 10 0")
    }

    @Test("a heartbeat that was on its way for long counts from when it can have left")
    func lateHeartbeat() throws {
        var machine = listening()
        let arrival = now.adding(seconds: 60)
        _ = send(&machine, heartbeat(cursor(10), sentAt: now.adding(seconds: 20)), at: arrival)
        #expect(machine.freshnessRule.freshness(atBoottime: arrival) == .cached(asOf: serverTime))
    }

    @Test("a stream that broke is opened again only after the bank was asked and compared with")
    func broken() {
        var machine = listening()
        #expect(send(&machine, .streamEnded(inOrder: false)) == "pause 125")
        #expect(machine.freshnessRule.freshness(atBoottime: now) == .cached(asOf: serverTime))
        #expect(send(&machine, .pauseEnded) == "begin 10")
        let begun = SyncEvent.begun(.delta, head: cursor(10), serverTime: serverTime)
        #expect(send(&machine, begun) == "compare 10")
        #expect(send(&machine, .compared(.agrees(at: serverTime))) == "open 10")
    }

    @Test("after streams that fail one after the other news is asked for, and later a stream again")
    func fallback() {
        var machine = listening()
        var time = now
        for count in 1...SyncMachine.streamFailureLimit {
            _ = send(&machine, .streamEnded(inOrder: false))
            _ = send(&machine, .pauseEnded)
            _ = send(&machine, .begun(.delta, head: cursor(10), serverTime: serverTime))
            let work = send(&machine, .compared(.agrees(at: serverTime)))
            let isLast = count == SyncMachine.streamFailureLimit
            #expect(work == (isLast ? "request 10 \(SyncMachine.pollMilliseconds)" : "open 10"))
            if !isLast { _ = send(&machine, .streamOpened) }
        }
        time = time.adding(seconds: SyncMachine.streamPauseSeconds)
        _ = send(
            &machine,
            .replyArrived(cursor: cursor(10), head: cursor(10), serverTime: serverTime)
        )
        let applied = SyncEvent.applied(cursor: cursor(10), confirmedAt: .epoch)
        #expect(send(&machine, applied, at: time) == "open 10")
    }
}
