import Testing

@testable import LedgerHTTP

// Goal: a slow or broken peer is cut off at every stage, and one that behaves at none.
// Method: the machine alone, event by event; no time passes.

@Suite struct ConnectionMachineTests {
    @Test("a request that comes in time is answered, and the next one is waited for")
    func goodRequest() {
        var machine = ConnectionMachine()
        #expect(machine.opened() == .wait(.firstRequest))
        #expect(machine.head() == .wait(.body))
        #expect(machine.bodyEnded() == .forgetDeadline)
        machine.answerBegan(closes: false)
        #expect(machine.answerEnded() == .wait(.nextRequest))
        #expect(machine.head() == .wait(.body))
        #expect(!machine.dropsInput)
    }

    @Test("a peer that never asks is closed without a word")
    func silentPeer() {
        var machine = ConnectionMachine()
        _ = machine.opened()
        #expect(machine.deadlineFell(.firstRequest) == .close)
        #expect(machine.dropsInput)
    }

    @Test("a body that does not come is answered 408")
    func slowBody() {
        var machine = ConnectionMachine()
        _ = machine.opened()
        _ = machine.head()
        #expect(machine.deadlineFell(.body) == .refuse(.tooSlow))
    }

    @Test("a deadline that is no longer owed does nothing")
    func lateDeadline() {
        var machine = ConnectionMachine()
        _ = machine.opened()
        _ = machine.head()
        _ = machine.bodyEnded()
        for deadline in [ConnectionMachine.Deadline.firstRequest, .nextRequest, .body] {
            #expect(machine.deadlineFell(deadline) == .none)
        }
    }

    @Test("a peer that does not read its answer is closed, and one that reads again is not")
    func unreadAnswer() {
        var machine = ConnectionMachine()
        _ = machine.opened()
        _ = machine.head()
        _ = machine.bodyEnded()
        machine.answerBegan(closes: false)
        #expect(machine.writabilityChanged(to: false) == .wait(.reading))
        #expect(machine.writabilityChanged(to: true) == .forgetDeadline)
        #expect(machine.writabilityChanged(to: false) == .wait(.reading))
        #expect(machine.deadlineFell(.reading) == .close)
    }

    @Test("a peer that takes enough of an answer has more time, and one that takes little has not")
    func slowAnswer() {
        let floor = ConnectionMachine.takenByteFloor
        var during = ConnectionMachine()
        _ = during.opened()
        _ = during.head()
        _ = during.bodyEnded()
        during.answerBegan(closes: false)
        _ = during.writabilityChanged(to: false)
        #expect(during.deadlineFell(.reading, takenByteCount: floor) == .wait(.reading))
        #expect(during.deadlineFell(.reading, takenByteCount: floor - 1) == .close)

        // With TLS the whole answer is written before any of it is on its way.
        var after = ConnectionMachine()
        _ = after.opened()
        _ = after.head()
        _ = after.bodyEnded()
        after.answerBegan(closes: false)
        #expect(after.answerEnded() == .wait(.nextRequest))
        #expect(after.deadlineFell(.nextRequest, takenByteCount: floor) == .wait(.nextRequest))
        #expect(after.deadlineFell(.nextRequest, takenByteCount: floor - 1) == .close)
    }

    @Test("who reads its refusal slowly keeps the time of the last word, and no more")
    func lingering() {
        var machine = ConnectionMachine()
        _ = machine.opened()
        _ = machine.head()
        _ = machine.bodyEnded()
        machine.answerBegan(closes: false)
        #expect(machine.writabilityChanged(to: false) == .wait(.reading))
        #expect(machine.failed(.notHTTP) == .closeAfterWriting)
        // Forgetting the deadline here left the connection in its place for ever.
        #expect(machine.writabilityChanged(to: true) == .none)
        #expect(machine.writabilityChanged(to: false) == .none)
    }

    @Test("bytes that are no request are refused where an answer is owed, else the line is closed")
    func brokenBytes() {
        var fresh = ConnectionMachine()
        _ = fresh.opened()
        #expect(fresh.failed(.notHTTP) == .refuse(.notHTTP))
        #expect(fresh.failed(.notHTTP) == .none)

        var reading = ConnectionMachine()
        _ = reading.opened()
        _ = reading.head()
        #expect(reading.failed(.notHTTP) == .refuse(.notHTTP))

        var answering = ConnectionMachine()
        _ = answering.opened()
        _ = answering.head()
        _ = answering.bodyEnded()
        #expect(answering.failed(.notHTTP) == .closeAfterWriting)

        var begun = ConnectionMachine()
        _ = begun.opened()
        _ = begun.head()
        begun.answerBegan(closes: false)
        #expect(begun.failed(.notHTTP) == .closeAfterWriting)
    }

    @Test("an answer before the whole body, or one that says so, closes the line")
    func closingAnswers() {
        var early = ConnectionMachine()
        _ = early.opened()
        _ = early.head()
        early.answerBegan(closes: false)
        #expect(early.answerEnded() == .closeAfterWriting)

        var told = ConnectionMachine()
        _ = told.opened()
        _ = told.head()
        _ = told.bodyEnded()
        told.answerBegan(closes: true)
        #expect(told.answerEnded() == .closeAfterWriting)
    }

    @Test("a peer that ends its side still gets the answer that is under way")
    func halfClosed() {
        var idle = ConnectionMachine()
        _ = idle.opened()
        #expect(idle.inputClosed() == .close)

        var asked = ConnectionMachine()
        _ = asked.opened()
        _ = asked.head()
        _ = asked.bodyEnded()
        #expect(asked.inputClosed() == .none)
        asked.answerBegan(closes: false)
        #expect(asked.answerEnded() == .closeAfterWriting)
    }

    @Test("requests that come one upon the other are each answered before the line rests")
    func pipelined() {
        var machine = ConnectionMachine()
        _ = machine.opened()
        _ = machine.head()
        _ = machine.bodyEnded()
        _ = machine.head()
        _ = machine.bodyEnded()
        machine.answerBegan(closes: false)
        #expect(machine.answerEnded() == .forgetDeadline)
        machine.answerBegan(closes: false)
        #expect(machine.answerEnded() == .wait(.nextRequest))
    }
}
