import CoreVocabulary
import SyncCore
import Testing

// Goal: a head that was named once, and that no bank has, takes freshness away only until the bank has
// been asked again; and no bank is asked the same without end.
// Symptom: one false head kept a console busy until its session ended, hundreds of questions in
// seconds, and nothing was live. Cause: the highest head that was ever named had to be reached, and
// an answer that brought nothing was followed by the same question at once.
// Method: a machine that is told a head which nothing leads to, in every word that can name one.

@Suite struct NamedHeadTests {
    private let now = Instant(secondsSinceEpoch: 1_000)
    private let serverTime = Sample.start
    private let falseHead = Cursor(epoch: 1, feedSequence: .max)

    private func cursor(_ sequence: Int64) -> Cursor {
        Cursor(epoch: 1, feedSequence: sequence)
    }

    private func send(_ machine: inout SyncMachine, _ event: SyncEvent) -> String {
        word(of: machine.handle(event, at: now, random: 0))
    }

    /// A machine that is about to open a stream at 10, the head.
    private func opening() -> SyncMachine {
        var machine = SyncMachine()
        let events: [SyncEvent] = [
            .sessionStarted(cursor: cursor(10), confirmedAt: .epoch, serverTime: serverTime),
            .begun(.delta, head: cursor(10), serverTime: serverTime),
            .compared(.agrees(at: serverTime)),
        ]
        for event in events { _ = send(&machine, event) }
        return machine
    }

    private func listening() -> SyncMachine {
        var machine = opening()
        _ = send(&machine, .streamOpened)
        return machine
    }

    /// A machine that asks for news at 10.
    private func polling() -> SyncMachine {
        var machine = opening()
        _ = send(&machine, .streamUnavailable)
        return machine
    }

    private func reply(_ place: Cursor, head: Cursor) -> SyncEvent {
        .replyArrived(cursor: place, head: head, serverTime: serverTime)
    }

    private func heartbeat(_ head: Cursor) -> SyncEvent {
        .heartbeatArrived(
            head: head,
            serverTime: serverTime,
            sentAt: now,
            lifeMilliseconds: 15_000
        )
    }

    private func checkpoint(_ place: Cursor, head: Cursor) -> SyncEvent {
        .checkpointArrived(
            cursor: place,
            head: head,
            agrees: nil,
            serverTime: serverTime,
            sentAt: now
        )
    }

    private func isLive(_ machine: SyncMachine) -> Bool {
        machine.freshnessRule.freshness(atBoottime: now) == .live(asOf: serverTime)
    }

    /// Has the bank answer truly that nothing comes after a place; what is done then.
    private func answerTruly(_ machine: inout SyncMachine, at place: Cursor) -> String {
        #expect(send(&machine, reply(place, head: place)) == "apply")
        return send(&machine, .applied(cursor: place, confirmedAt: .epoch))
    }

    @Test("a head of an answer that the next answer does not name was none")
    func headOfAnswer() {
        var machine = polling()
        #expect(isLive(machine))
        #expect(send(&machine, reply(cursor(10), head: falseHead)) == "pause 125")
        #expect(!isLive(machine))
        #expect(send(&machine, .pauseEnded) == "request 10 0")
        let poll = "request 10 \(SyncMachine.pollMilliseconds)"
        #expect(answerTruly(&machine, at: cursor(10)) == poll)
        #expect(isLive(machine))
    }

    @Test("a head that was named before both sides began again counts no longer")
    func begunAgain() {
        var machine = polling()
        _ = send(&machine, reply(cursor(10), head: falseHead))
        _ = send(&machine, .pauseEnded)
        #expect(send(&machine, .requestFailed(retryAfterMilliseconds: 0)) == "pause 250")
        #expect(send(&machine, .pauseEnded) == "begin 10")
        let begun = SyncEvent.begun(.delta, head: cursor(10), serverTime: serverTime)
        #expect(send(&machine, begun) == "compare 10")
    }

    @Test("a bank that says that there is more, and brings nothing, is asked less and less often")
    func nothingBrought() {
        var machine = polling()
        var pauses: [String] = []
        for _ in 0..<4 {
            pauses.append(send(&machine, reply(cursor(10), head: falseHead)))
            #expect(send(&machine, .pauseEnded) == "request 10 0")
        }
        #expect(pauses == ["pause 125", "pause 250", "pause 500", "pause 1000"])
        // One that brings a little each time is asked for the rest at once.
        #expect(send(&machine, reply(cursor(11), head: cursor(13))) == "apply")
        let applied = SyncEvent.applied(cursor: cursor(11), confirmedAt: .epoch)
        #expect(send(&machine, applied) == "request 11 0")
        #expect(send(&machine, reply(cursor(11), head: cursor(13))) == "pause 125")
    }

    @Test("a head of a stream stays named in that stream, and the answer to a question ends that")
    func headOfHeartbeat() {
        var machine = listening()
        #expect(send(&machine, heartbeat(falseHead)) == "listen")
        #expect(send(&machine, heartbeat(cursor(10))) == "listen")
        #expect(!isLive(machine))
        #expect(send(&machine, heartbeat(cursor(10))) == "request 10 0")
        #expect(answerTruly(&machine, at: cursor(10)) == "open 10")
        #expect(isLive(machine))
    }

    @Test("so does the head of changes and of a checkpoint", arguments: [true, false])
    func headOfBatch(isDelta: Bool) {
        var machine = listening()
        let place = cursor(11)
        let event =
            isDelta
            ? SyncEvent.deltaArrived(cursor: place, head: falseHead)
            : checkpoint(place, head: falseHead)
        #expect(send(&machine, event) == "apply")
        let applied = SyncEvent.applied(cursor: place, confirmedAt: .epoch)
        #expect(send(&machine, applied) == "listen")
        #expect(send(&machine, checkpoint(place, head: place)) == "listen")
        for _ in 0..<2 { #expect(send(&machine, heartbeat(place)) == "listen") }
        #expect(!isLive(machine))
        #expect(send(&machine, heartbeat(place)) == "request 11 0")
        #expect(answerTruly(&machine, at: place) == "open 11")
        #expect(isLive(machine))
    }

    @Test("a record of a time that is still to come is as of the bank's time at sign-in")
    func aheadOfBank() {
        var machine = SyncMachine()
        let started = SyncEvent.sessionStarted(
            cursor: cursor(10),
            confirmedAt: serverTime.adding(seconds: 21_600),
            serverTime: serverTime
        )
        #expect(send(&machine, started) == "begin 10")
        #expect(machine.freshnessRule.confirmedAt == serverTime)
    }
}
