import CoreVocabulary
import SyncCore
import Testing

// Goal: an answer makes a balance live for as long as it may count from its question, however late it
// comes.
// Symptom: with the time of the arrival in the place of the question's every test passed, and 10,000
// seeds of the simulator: a figure was called live 25 s after the bank had said so.
// Method: a machine whose answers arrive ten seconds after their questions, looked at on both sides of
// the limit.

@Suite struct AnswerAgeTests {
    private let asked = Instant(secondsSinceEpoch: 1_000)
    private let place = Cursor(epoch: 1, feedSequence: 10)
    private let serverTime = Sample.start
    private let later = Sample.start.adding(seconds: 5)
    private let limit = FreshnessRule.heartbeatLimitSeconds

    private func send(
        _ machine: inout SyncMachine,
        _ event: SyncEvent,
        after seconds: Int64
    ) -> String {
        word(of: machine.handle(event, at: asked.adding(seconds: seconds), random: 0))
    }

    private func freshness(of machine: SyncMachine, after seconds: Int64) -> Freshness {
        machine.freshnessRule.freshness(atBoottime: asked.adding(seconds: seconds))
    }

    private var started: SyncEvent {
        .sessionStarted(cursor: place, confirmedAt: .epoch, serverTime: serverTime)
    }

    private var begun: SyncEvent {
        .begun(.delta, head: place, serverTime: serverTime)
    }

    @Test("an answer to how to synchronise counts from the question")
    func beginning() {
        var machine = SyncMachine()
        #expect(send(&machine, started, after: 0) == "begin 10")
        #expect(send(&machine, begun, after: 10) == "compare 10")
        #expect(send(&machine, .compared(.agrees(at: serverTime)), after: 10) == "open 10")
        #expect(freshness(of: machine, after: limit - 1) == .live(asOf: serverTime))
        #expect(freshness(of: machine, after: limit) == .live(asOf: serverTime))
        #expect(freshness(of: machine, after: limit + 1) == .cached(asOf: serverTime))
    }

    @Test("an answer to a question for news counts from the question")
    func news() {
        var machine = SyncMachine()
        // What is known before the question counts no longer when its own answer would.
        #expect(send(&machine, started, after: -6) == "begin 10")
        #expect(send(&machine, begun, after: -5) == "compare 10")
        #expect(send(&machine, .compared(.agrees(at: serverTime)), after: -5) == "open 10")
        let poll = "request 10 \(SyncMachine.pollMilliseconds)"
        #expect(send(&machine, .streamUnavailable, after: 0) == poll)
        #expect(freshness(of: machine, after: limit - 1) == .cached(asOf: serverTime))
        let reply = SyncEvent.replyArrived(cursor: place, head: place, serverTime: later)
        #expect(send(&machine, reply, after: 10) == "apply")
        let applied = SyncEvent.applied(cursor: place, confirmedAt: .epoch)
        #expect(send(&machine, applied, after: 10) == poll)
        #expect(freshness(of: machine, after: limit - 1) == .live(asOf: later))
        #expect(freshness(of: machine, after: limit) == .live(asOf: later))
        #expect(freshness(of: machine, after: limit + 1) == .cached(asOf: later))
    }
}
