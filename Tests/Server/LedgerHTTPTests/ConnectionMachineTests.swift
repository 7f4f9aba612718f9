import Testing

@testable import LedgerHTTP

// Goal: a slow or broken peer is cut off at every stage, and one that behaves at none.
// Method: the machine alone, every event in every state; no time passes.

@Suite struct ConnectionMachineTests {
    /// The states, as a test brings a machine to them.
    enum State: CaseIterable, Sendable {
        case silent, idle, reading, answering, unread, sending, closed

        /// A machine in the state.
        var machine: ConnectionMachine {
            var machine = ConnectionMachine()
            _ = machine.opened()
            if self == .silent { return machine }
            if self == .closed {
                _ = machine.deadlineFell(.firstRequest)
                return machine
            }
            _ = machine.head(isLast: false)
            if self == .reading { return machine }
            _ = machine.bodyEnded()
            if self == .answering { return machine }
            _ = machine.answerBegan(closes: false)
            if self == .unread {
                _ = machine.leftUnread()
                return machine
            }
            _ = machine.answerEnded()
            if self == .sending { return machine }
            _ = machine.answerTaken()
            return machine
        }
    }

    private typealias Machine = ConnectionMachine
    private static let floor = Machine.takenByteFloor

    /// What one event brings in each state, in the order of ``State``.
    private func expect(
        _ name: String,
        _ actions: [Machine.Action],
        _ event: (inout Machine) -> Machine.Action
    ) {
        #expect(actions.count == State.allCases.count)
        for (state, action) in zip(State.allCases, actions) {
            var machine = state.machine
            #expect(event(&machine) == action, "\(name) in \(state)")
        }
    }

    @Test("every event in every state does what it is to do")
    func everyEvent() {
        expect(
            "head",
            [.wait(.body), .wait(.body), .close, .close, .close, .close, .none]
        ) { $0.head(isLast: false) }
        expect(
            "end of the request",
            [.none, .none, .forgetDeadline, .none, .none, .none, .none]
        ) { $0.bodyEnded() }
        expect(
            "end of the answer",
            [.none, .none, .wait(.taking), .wait(.taking), .wait(.taking), .none, .none]
        ) { $0.answerEnded() }
        expect(
            "all taken",
            [.none, .none, .none, .none, .none, .takeNext, .none]
        ) { $0.answerTaken() }
        expect(
            "something left in the buffers",
            [.none, .none, .none, .wait(.taking), .none, .none, .none]
        ) { $0.leftUnread() }
        expect(
            "full buffers",
            [.none, .none, .none, .wait(.taking), .none, .none, .none]
        ) { $0.writabilityChanged(to: false) }
        expect(
            "room in the buffers",
            [.none, .none, .none, .wait(.taking), .wait(.taking), .none, .none]
        ) { $0.writabilityChanged(to: true) }
        let refusal = Machine.Action.refuse(.notHTTP)
        expect(
            "bytes that are no request",
            [refusal, refusal, refusal, .none, .none, .none, .none]
        ) { $0.failed(.notHTTP) }
        expect(
            "the end of the peer's side",
            [.close, .close, .none, .none, .none, .none, .none]
        ) { $0.inputClosed() }
    }

    @Test("every deadline in every state ends what is owed, and nothing else")
    func everyDeadline() {
        expect(
            "first request",
            [.close, .none, .none, .none, .none, .none, .none]
        ) { $0.deadlineFell(.firstRequest) }
        expect(
            "next request",
            [.close, .close, .none, .none, .none, .none, .none]
        ) { $0.deadlineFell(.nextRequest) }
        expect(
            "body",
            [.none, .none, .refuse(.tooSlow), .none, .none, .none, .none]
        ) { $0.deadlineFell(.body) }
        expect(
            "reading, with little taken",
            [.none, .none, .none, .none, .waitOn(.taking), .waitOn(.taking), .none]
        ) { $0.deadlineFell(.taking, takenByteCount: Self.floor - 1) }
        expect(
            "reading, with enough taken",
            [.none, .none, .none, .none, .wait(.taking), .wait(.taking), .none]
        ) { $0.deadlineFell(.taking, takenByteCount: Self.floor) }
        expect(
            "reading, with all taken",
            [.none, .none, .none, .none, .forgetDeadline, .takeNext, .none]
        ) { $0.deadlineFell(.taking, isAllTaken: true) }
    }

    @Test("each state says what its connection waits for, and whether it takes anything in")
    func stages() {
        let stages: [ConnectionPlaces.Stage] = [
            .silent, .idle, .owing, .busy, .busy, .owing, .owing,
        ]
        let drops = [false, false, false, false, false, true, true]
        for (index, state) in State.allCases.enumerated() {
            #expect(state.machine.stage == stages[index], "\(state)")
            #expect(state.machine.dropsInput == drops[index], "\(state)")
            #expect(state.machine.takesNoMore == (state == .closed), "\(state)")
        }
        var full = State.answering.machine
        _ = full.writabilityChanged(to: false)
        #expect(full.stage == .owing)
    }

    @Test("a request that comes in time is answered, and the next one is let in")
    func goodRequest() {
        var machine = ConnectionMachine()
        #expect(machine.opened() == .wait(.firstRequest))
        for _ in 0..<2 {
            #expect(machine.head(isLast: false) == .wait(.body))
            #expect(machine.bodyEnded() == .forgetDeadline)
            let closes = machine.answerBegan(closes: false)
            #expect(!closes)
            #expect(machine.answerEnded() == .wait(.taking))
            #expect(machine.answerTaken() == .takeNext)
        }
    }

    // Symptom: an answer that nobody read was held for twice the time that is documented. Cause:
    // what the system's buffers took at once was counted as read, for all of the first stretch.
    // Proof: it is looked at several times, and only from the last progress on time counts.
    @Test("what buffers took at the beginning gives an unread answer no second time")
    func firstTaking() {
        for state in [State.unread, .sending] {
            var machine = state.machine
            let action = machine.deadlineFell(.taking, takenByteCount: Self.floor)
            #expect(action == .wait(.taking))
            #expect(fall(&machine, lookCount: Int(Machine.takingLookCount)) == .abandon)
            #expect(machine.dropsInput)
        }
    }

    // Symptom: two pipelined requests whose answers nobody read held a place for ever, and another
    // peer's idle connection was closed in its stead. Cause: the end of an answer forgot the
    // deadline while another request was open, and the connection counted as at work.
    // Proof: until all of an answer is taken a deadline runs, no request is let in, and a connection
    // of which nothing is taken is the first to make room.
    @Test("an answer that is not taken lets no request in, and its connection goes first")
    func unreadAnswer() {
        var machine = State.sending.machine
        #expect(machine.stage == .owing)
        #expect(machine.deadlineFell(.taking) == .waitOn(.taking))
        #expect(machine.stage == .unread)
        // Room for a part of it is no more than that.
        #expect(machine.writabilityChanged(to: true) == .none)
        #expect(machine.stage == .unread)
        let lookCount = Int(Machine.takingLookCount) - 1
        #expect(fall(&machine, lookCount: lookCount) == .abandon)
    }

    @Test("a peer that takes enough of an answer goes on, and one that takes all is waited for")
    func slowAnswer() {
        var machine = State.sending.machine
        for _ in 0..<10 {
            #expect(machine.deadlineFell(.taking) == .waitOn(.taking))
            #expect(machine.stage == .unread)
            let action = machine.deadlineFell(.taking, takenByteCount: Self.floor)
            #expect(action == .wait(.taking))
            #expect(machine.stage == .owing)
        }
        #expect(machine.answerTaken() == .takeNext)
        #expect(machine.stage == .idle)
        #expect(machine.deadlineFell(.taking) == .none)
        #expect(machine.deadlineFell(.nextRequest) == .close)
    }

    @Test("a stream that is read in time goes on for as long as it likes")
    func readStream() {
        var machine = State.unread.machine
        for _ in 0..<10 {
            #expect(machine.deadlineFell(.taking, isAllTaken: true) == .forgetDeadline)
            #expect(machine.stage == .busy)
            #expect(machine.leftUnread() == .wait(.taking))
            #expect(machine.leftUnread() == .none)
        }
    }

    /// Lets the look at an answer fall some times, nothing of it being taken; the last action.
    private func fall(_ machine: inout Machine, lookCount: Int) -> Machine.Action {
        var action = Machine.Action.none
        for _ in 0..<lookCount {
            if action != .none { #expect(action == .waitOn(.taking)) }
            action = machine.deadlineFell(.taking)
        }
        return action
    }

    @Test("who reads its refusal slowly keeps the time of the last word, and no more")
    func lingering() {
        var machine = State.reading.machine
        #expect(machine.failed(.notHTTP) == .refuse(.notHTTP))
        #expect(machine.failed(.notHTTP) == .none)
        // Forgetting the deadline here left the connection in its place for ever.
        #expect(machine.writabilityChanged(to: true) == .none)
        #expect(machine.writabilityChanged(to: false) == .none)
    }

    // Symptom: good requests before a bad one, in one write, got no answer. Cause: what was wrong
    // ended the connection at once. Proof: what is complete is answered before the end.
    @Test("what is wrong after a complete request waits for its answer, and then closes the line")
    func brokenAfterwards() {
        var machine = State.answering.machine
        #expect(machine.failed(.notHTTP) == .none)
        let closes = machine.answerBegan(closes: false)
        #expect(closes)
        #expect(machine.answerEnded() == .wait(.taking))
        #expect(machine.answerTaken() == .closeAfterWriting)
        var begun = State.reading.machine
        _ = begun.answerBegan(closes: false)
        #expect(begun.failed(.notHTTP) == .closeAfterWriting)
    }

    @Test("an answer before the whole body, or one that says so, closes the line once it is taken")
    func closingAnswers() {
        var early = State.reading.machine
        _ = early.answerBegan(closes: false)
        #expect(early.answerEnded() == .wait(.taking))
        #expect(early.takesNoMore)
        #expect(early.answerTaken() == .closeAfterWriting)

        var told = State.answering.machine
        _ = told.answerBegan(closes: true)
        #expect(told.takesNoMore)
        #expect(told.answerEnded() == .wait(.taking))
        #expect(told.answerTaken() == .closeAfterWriting)
    }

    @Test("after the last request nothing is taken in, and its answer says that it is the last")
    func lastRequest() {
        var machine = State.idle.machine
        #expect(machine.head(isLast: true) == .wait(.body))
        #expect(!machine.takesNoMore)
        #expect(machine.bodyEnded() == .forgetDeadline)
        #expect(machine.takesNoMore)
        let closes = machine.answerBegan(closes: false)
        #expect(closes)
        _ = machine.answerEnded()
        #expect(machine.answerTaken() == .closeAfterWriting)
    }

    @Test("a peer that ends its side still gets the answer that is under way, all of it")
    func halfClosed() {
        for state in [State.answering, .sending] {
            var machine = state.machine
            #expect(machine.inputClosed() == .none)
            _ = machine.answerEnded()
            #expect(machine.answerTaken() == .closeAfterWriting)
        }
    }

    @Test("this side is ended when what was written is taken, and not before")
    func outputEnded() {
        for state in State.allCases {
            var machine = state.machine
            let isNow = machine.outputEnded()
            #expect(isNow == (state != .sending), "\(state)")
        }
        var machine = State.sending.machine
        _ = machine.outputEnded()
        #expect(machine.answerTaken() == .closeAfterWriting)
    }
}
