import CoreVocabulary
import SyncCore
import Testing

// Goal: unproved claims of a bank are bounded: epochs, counts, lives, and messages without changes.
// Method: a machine that is told what no bank tells, and as often as no bank does.

@Suite struct SyncMachineClaimTests {
    private let now = Instant(secondsSinceEpoch: 1_000)
    private let serverTime = Sample.start

    private func cursor(_ sequence: Int64, epoch: UInt64 = 1) -> Cursor {
        Cursor(epoch: epoch, feedSequence: sequence)
    }

    private func send(
        _ machine: inout SyncMachine,
        _ event: SyncEvent,
        at time: Instant? = nil
    ) -> String {
        word(of: machine.handle(event, at: time ?? now, random: 0))
    }

    private func started(at cursor: Cursor?) -> SyncMachine {
        var machine = SyncMachine()
        _ = send(
            &machine,
            .sessionStarted(cursor: cursor, confirmedAt: .epoch, serverTime: serverTime)
        )
        return machine
    }

    private func listening() -> SyncMachine {
        var machine = started(at: cursor(10))
        _ = send(&machine, .begun(.delta, head: cursor(10), serverTime: serverTime))
        _ = send(&machine, .compared(.agrees(at: serverTime)))
        _ = send(&machine, .streamOpened)
        return machine
    }

    private func heartbeat(life: Int64 = 15_000) -> SyncEvent {
        .heartbeatArrived(
            head: cursor(10),
            serverTime: serverTime,
            sentAt: now,
            lifeMilliseconds: life
        )
    }

    private func checkpoint(_ sequence: Int64) -> SyncEvent {
        .checkpointArrived(
            cursor: cursor(sequence),
            head: cursor(sequence),
            agrees: nil,
            serverTime: serverTime,
            sentAt: now
        )
    }

    // Symptom: after one answer with a head of the highest epoch every other answer was taken for that
    // of an older copy.
    @Test("an epoch that was named and not proved judges no later answer")
    func namedEpoch() {
        var machine = started(at: nil)
        let head = cursor(10, epoch: .max)
        let named = SyncEvent.begun(.snapshot, head: head, serverTime: serverTime)
        #expect(send(&machine, named) == "page first")
        #expect(machine.seenEpoch == 0)
        _ = send(&machine, .requestFailed(retryAfterMilliseconds: 0))
        _ = send(&machine, .pauseEnded)
        let begun = SyncEvent.begun(.snapshot, head: cursor(10), serverTime: serverTime)
        #expect(send(&machine, begun) == "page first")
        #expect(!machine.isHalted)
    }

    @Test("books of a lower epoch than one that was proved are an older copy")
    func provedEpoch() {
        var machine = started(at: nil)
        machine.noteEpoch(2)
        machine.noteEpoch(1)
        #expect(machine.seenEpoch == 2)
        _ = send(&machine, .begun(.snapshot, head: cursor(10), serverTime: serverTime))
        #expect(machine.notice == .rolledBack)
    }

    // Symptom: the head of the screen said "0 of 9223372036854775807 changes".
    @Test("a count that no bank can have is not shown")
    func impossibleCount() {
        let highest = SyncMachine.countLimit
        for (sequence, total) in [(20, 20), (highest, highest), (highest + 1, nil), (.max, nil)]
            as [(Int64, Int64?)]
        {
            var machine = started(at: nil)
            _ = send(
                &machine,
                .begun(.snapshot, head: cursor(sequence), serverTime: serverTime)
            )
            #expect(machine.progress?.total == total)
            _ = send(&machine, .pageArrived(serverTime: serverTime))
            _ = send(
                &machine,
                .pageApplied(
                    next: SnapshotPosition(at: cursor(sequence), page: "7"),
                    cursor: nil,
                    confirmedAt: .epoch,
                    progress: .init(done: 1, total: sequence)
                )
            )
            #expect(machine.progress?.total == total)
        }
    }

    // Symptom: heartbeats without a pause kept a console busy for as long as they came, and its memory
    // grew: each left a wait behind that ended only seconds later.
    @Test("a stream with more words than any bank sends is left, and not opened again at once")
    func flood() {
        var machine = listening()
        for _ in 0..<SyncMachine.idleWordLimit {
            #expect(send(&machine, heartbeat()) == "listen")
        }
        #expect(send(&machine, heartbeat()) == "request 10 0")
        #expect(!machine.isStreaming)
        let reply = SyncEvent.replyArrived(
            cursor: cursor(10),
            head: cursor(10),
            serverTime: serverTime
        )
        let applied = SyncEvent.applied(cursor: cursor(10), confirmedAt: .epoch)
        _ = send(&machine, reply)
        #expect(send(&machine, applied) == "request 10 \(SyncMachine.pollMilliseconds)")
        let later = now.adding(seconds: SyncMachine.streamPauseSeconds)
        _ = send(&machine, reply, at: later)
        #expect(send(&machine, applied, at: later) == "open 10")
    }

    @Test("checkpoints that stand still are counted as heartbeats are")
    func standingCheckpoints() {
        var machine = listening()
        for _ in 0..<SyncMachine.idleWordLimit {
            #expect(send(&machine, checkpoint(10)) == "listen")
        }
        #expect(send(&machine, checkpoint(10)) == "request 10 0")
    }

    @Test("streams that end in order without end are opened no more for a while")
    func endsInOrder() {
        var machine = listening()
        for _ in 0..<SyncMachine.idleWordLimit {
            #expect(send(&machine, .streamEnded(inOrder: true)) == "open 10")
            #expect(send(&machine, .streamOpened) == "listen")
        }
        #expect(send(&machine, .streamEnded(inOrder: true)) == "request 10 0")
    }

    // Symptom: a stream whose changes never went on from the record had it opened and the feed asked for
    // in turn, without a pause. Cause: what was out of order was counted nowhere.
    @Test("a stream whose changes are always out of order is opened no more for a while")
    func outOfOrder() {
        var machine = listening()
        let place = cursor(10)
        let old = SyncEvent.deltaArrived(cursor: place, head: place)
        let reply = SyncEvent.replyArrived(
            cursor: place,
            head: place,
            serverTime: serverTime
        )
        let applied = SyncEvent.applied(cursor: place, confirmedAt: .epoch)
        for count in 1...SyncMachine.idleWordLimit {
            let event = count.isMultiple(of: 2) ? old : .batchDisordered
            #expect(send(&machine, event) == "request 10 0")
            _ = send(&machine, reply)
            #expect(send(&machine, applied) == "open 10")
            #expect(send(&machine, .streamOpened) == "listen")
        }
        #expect(send(&machine, old) == "request 10 0")
        _ = send(&machine, reply)
        #expect(send(&machine, applied) == "request 10 \(SyncMachine.pollMilliseconds)")
    }

    @Test("words at a slower pace are read for as long as they come")
    func slowWords() {
        var machine = listening()
        for count in 1...Int64(2 * SyncMachine.idleWordLimit) {
            let time = Instant(
                nanosecondsSinceEpoch: now.nanosecondsSinceEpoch + count * 200_000_000
            )
            #expect(send(&machine, heartbeat(), at: time) == "listen")
        }
    }

    @Test("changes come as fast as they are made, each with its checkpoint")
    func fastChanges() {
        var machine = listening()
        for sequence in Int64(11)...Int64(10 + 2 * SyncMachine.idleWordLimit) {
            let place = cursor(sequence)
            #expect(send(&machine, .deltaArrived(cursor: place, head: place)) == "apply")
            #expect(send(&machine, .applied(cursor: place, confirmedAt: .epoch)) == "listen")
            #expect(send(&machine, checkpoint(sequence)) == "listen")
        }
        #expect(machine.isStreaming)
    }

    @Test(
        "a stream whose heartbeat claims a life that no bank gives is left",
        arguments: [-1, 0, 15_000, 15_001, .max] as [Int64]
    )
    func life(milliseconds: Int64) {
        var machine = listening()
        let isTrue = (0...15_000).contains(milliseconds)
        let work = send(&machine, heartbeat(life: milliseconds))
        #expect(work == (isTrue ? "listen" : "request 10 0"))
        #expect(machine.isStreaming == isTrue)
    }
}
