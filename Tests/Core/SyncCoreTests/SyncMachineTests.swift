import CoreVocabulary
import SyncCore
import Testing

// Goal: every event has one meaning in every phase.
// Method: a table of all phases and events with the phase and the work that follow; then stories.

@Suite struct SyncMachineTests {
    private static let now = Instant(secondsSinceEpoch: 1_000)
    private static let start = Cursor(epoch: 1, feedSequence: 10)
    private static let later = Cursor(epoch: 1, feedSequence: 20)
    private static let serverTime = Sample.start
    private static let place = SnapshotPosition(at: later, page: "7")

    /// One event of each kind, under a name.
    private static let events: [(name: String, event: SyncEvent)] = [
        (
            "sessionStarted",
            .sessionStarted(cursor: start, confirmedAt: .epoch, serverTime: serverTime)
        ),
        ("openedOffline", .openedOffline(cursor: start, confirmedAt: serverTime)),
        ("sessionEnded", .sessionEnded),
        ("begun", .begun(.delta, head: later, serverTime: serverTime)),
        ("begunSnapshot", .begun(.snapshot, head: later, serverTime: serverTime)),
        ("begunEpochChanged", .begun(.epochChanged, head: later, serverTime: serverTime)),
        ("begunRolledBack", .begun(.rolledBack, head: start, serverTime: serverTime)),
        ("begunUpgrade", .begun(.upgrade, head: nil, serverTime: nil)),
        ("replyArrived", .replyArrived(cursor: later, head: later, serverTime: serverTime)),
        ("cursorRefused", .cursorRefused),
        ("requestFailed", .requestFailed(retryAfterMilliseconds: 0)),
        ("applied", .applied(cursor: start, confirmedAt: .epoch)),
        ("applyFailed", .applyFailed),
        ("batchDisordered", .batchDisordered),
        ("pageArrived", .pageArrived(serverTime: serverTime)),
        (
            "pageApplied",
            .pageApplied(
                next: place,
                cursor: nil,
                confirmedAt: .epoch,
                progress: .init(done: 1, total: 2)
            )
        ),
        ("streamOpened", .streamOpened),
        ("streamUnavailable", .streamUnavailable),
        ("delta", .deltaArrived(cursor: later, head: later)),
        (
            "checkpoint",
            .checkpointArrived(
                cursor: start,
                head: start,
                agrees: nil,
                serverTime: serverTime,
                sentAt: now
            )
        ),
        (
            "heartbeat",
            .heartbeatArrived(
                head: start,
                serverTime: serverTime,
                sentAt: now,
                lifeMilliseconds: 15_000
            )
        ),
        ("streamEnded", .streamEnded(inOrder: true)),
        ("streamBroken", .streamEnded(inOrder: false)),
        ("booksReplaced", .booksReplaced),
        ("upgradeAsked", .upgradeAsked),
        ("compared", .compared(.agrees(at: serverTime))),
        ("recordSetBack", .recordSetBack(cursor: nil)),
        ("repairAsked", .repairAsked),
        ("refreshAsked", .refreshAsked),
        ("bankAnswered", .bankAnswered),
        ("pauseEnded", .pauseEnded),
        ("doubtChanged", .doubtChanged(hasUnverifiedAccount: true)),
        ("leaseChanged", .leaseChanged(endsAt: now)),
        ("clockTicked", .clockTicked),
    ]

    private typealias Step = (SyncPhase, String)

    // Symptom: a batch that could not be written was asked for every ten seconds, for ever.
    // Proves: after some failures the bank is left alone for longer, and a success ends that.
    @Test("what cannot be written is asked for again less and less often")
    func unwritableBatch() {
        var machine = SyncMachine()
        func send(_ event: SyncEvent) -> String {
            word(of: machine.handle(event, at: Self.now, random: 0))
        }
        func fail() -> String {
            _ = send(
                .replyArrived(cursor: Self.start, head: Self.start, serverTime: Self.serverTime)
            )
            defer { _ = send(.pauseEnded) }
            return send(.applyFailed)
        }
        _ = send(
            .sessionStarted(
                cursor: Self.start,
                confirmedAt: .epoch,
                serverTime: Self.serverTime
            )
        )
        _ = send(.begun(.delta, head: nil, serverTime: Self.serverTime))
        var pauses = (0...SyncMachine.applyFailureLimit).map { _ in fail() }
        #expect(pauses == ["pause 125", "pause 250", "pause 500", "pause 60000"])
        _ = send(.replyArrived(cursor: Self.start, head: Self.start, serverTime: Self.serverTime))
        _ = send(.applied(cursor: Self.start, confirmedAt: .epoch))
        _ = send(.compared(.agrees(at: Self.serverTime)))
        _ = send(.streamUnavailable)
        pauses = [fail()]
        #expect(pauses == ["pause 125"])
    }

    /// What follows in every phase but "stopped".
    private static let everywhere: [String: Step] = [
        "sessionStarted": (.beginning, "begin 10"),
        "openedOffline": (.stopped, "-"),
        "sessionEnded": (.stopped, "-"),
    ]

    /// What follows: the phase, and the work as a word; "-" for none.
    private static let table: [SyncPhase: [String: Step]] = [
        .stopped: ["sessionStarted": (.beginning, "begin 10")],
        .beginning: [
            "begun": (.requesting, "request 10 0"),
            "begunSnapshot": (.paging, "page first"),
            "begunEpochChanged": (.applying, "startOver"),
            "begunRolledBack": (.pausing, "pause 10000"),
            "begunUpgrade": (.pausing, "pause 10000"),
            "cursorRefused": (.pausing, "pause 125"),
            "requestFailed": (.pausing, "pause 125"),
        ],
        .requesting: [
            "replyArrived": (.applying, "apply"),
            "cursorRefused": (.pausing, "pause 125"),
            "requestFailed": (.pausing, "pause 125"),
            "recordSetBack": (.requesting, "request nil 0"),
            "repairAsked": (.requesting, "request 10 0"),
            "refreshAsked": (.requesting, "request 10 0"),
        ],
        .paging: [
            "cursorRefused": (.pausing, "pause 125"),
            "requestFailed": (.pausing, "pause 125"),
            "pageArrived": (.applying, "applyPage"),
            "booksReplaced": (.pausing, "pause 125"),
        ],
        .applying: [
            "applied": (.requesting, "request 10 0"),
            "applyFailed": (.pausing, "pause 125"),
            "batchDisordered": (.requesting, "request 10 0"),
            "pageApplied": (.paging, "page 7"),
        ],
        .comparing: [
            "cursorRefused": (.pausing, "pause 125"),
            "requestFailed": (.pausing, "pause 125"),
            "applyFailed": (.pausing, "pause 125"),
            "compared": (.opening, "open 10"),
        ],
        .opening: [
            "streamOpened": (.listening, "listen"),
            "streamUnavailable": (.requesting, "request 10 \(SyncMachine.pollMilliseconds)"),
            "requestFailed": (.pausing, "pause 125"),
            "recordSetBack": (.requesting, "request nil 0"),
            "repairAsked": (.requesting, "request 10 0"),
            "refreshAsked": (.requesting, "request 10 0"),
        ],
        .listening: [
            "delta": (.applying, "apply"),
            "checkpoint": (.listening, "listen"),
            "heartbeat": (.listening, "listen"),
            "streamEnded": (.opening, "open 10"),
            "streamBroken": (.pausing, "pause 125"),
            "batchDisordered": (.requesting, "request 10 0"),
            "booksReplaced": (.beginning, "begin 10"),
            "upgradeAsked": (.pausing, "pause 125"),
            "recordSetBack": (.requesting, "request nil 0"),
            "repairAsked": (.requesting, "request 10 0"),
            "refreshAsked": (.requesting, "request 10 0"),
        ],
        .pausing: [
            "recordSetBack": (.beginning, "begin nil"),
            "repairAsked": (.beginning, "begin 10"),
            "refreshAsked": (.beginning, "begin 10"),
            "bankAnswered": (.beginning, "begin 10"),
            "pauseEnded": (.beginning, "begin 10"),
        ],
    ]

    @Test(
        "each event in each phase does what the table says",
        arguments: SyncPhase.allCases
    )
    func everyPhaseAndEvent(phase: SyncPhase) throws {
        for (name, event) in Self.events {
            var machine = machine(in: phase)
            #expect(machine.phase == phase)
            let effects = machine.handle(event, at: Self.now, random: 0)
            let common = phase == .stopped ? nil : Self.everywhere[name]
            let expected = Self.table[phase]?[name] ?? common ?? (phase, "-")
            #expect(machine.phase == expected.0, "\(name) in \(phase)")
            #expect(word(of: effects) == expected.1, "\(name) in \(phase)")
        }
    }

    @Test("no event brings out more than one piece of work, and live needs a comparison")
    func oneWork() {
        var random = SplitMix64(seed: 4)
        var machine = SyncMachine()
        for _ in 0..<40_000 {
            let event = Self.events[Int(random.next() % UInt64(Self.events.count))].event
            let effects = machine.handle(event, at: Self.now, random: random.next())
            let works = effects.count { if case .work = $0 { true } else { false } }
            #expect(works <= 1)
            if case .live = machine.freshnessRule.freshness(atBoottime: Self.now) {
                #expect(machine.freshnessRule.isCompared && machine.notice == nil)
            }
        }
    }

    @Test("at the head both sides are compared, and only then is anything live")
    func compareBeforeLive() {
        var machine = machine(in: .requesting)
        _ = reply(&machine, cursor: Self.later, head: Self.later)
        #expect(apply(&machine, Self.later) == "compare 20")
        #expect(
            machine.freshnessRule.freshness(atBoottime: Self.now) == .cached(asOf: Self.serverTime)
        )
        #expect(send(&machine, .compared(.agrees(at: Self.serverTime))) == "open 20")
        #expect(
            machine.freshnessRule.freshness(atBoottime: Self.now) == .live(asOf: Self.serverTime)
        )
    }

    @Test("without streams the next request waits for news at the head, before it does not")
    func polling() {
        var machine = machine(in: .requesting)
        let middle = Cursor(epoch: 1, feedSequence: 15)
        _ = reply(&machine, cursor: middle, head: Self.later)
        #expect(apply(&machine, middle) == "request 15 0")
        #expect(machine.progress?.done == 15)
        #expect(machine.progress?.total == 20)
        _ = reply(&machine, cursor: Self.later, head: Self.later)
        #expect(apply(&machine, Self.later) == "compare 20")
        #expect(send(&machine, .compared(.agrees(at: Self.serverTime))) == "open 20")
        #expect(
            send(&machine, .streamUnavailable) == "request 20 \(SyncMachine.pollMilliseconds)"
        )
        #expect(machine.progress == nil)
        _ = reply(&machine, cursor: Self.later, head: Self.later)
        #expect(apply(&machine, Self.later) == "request 20 \(SyncMachine.pollMilliseconds)")
    }

    @Test("both sides are compared again when it is due")
    func comparisonDue() {
        var machine = machine(in: .listening)
        let due = Self.now.adding(seconds: SyncMachine.comparePauseSeconds)
        let effects = machine.handle(
            .heartbeatArrived(
                head: Self.start,
                serverTime: Self.serverTime,
                sentAt: due,
                lifeMilliseconds: 15_000
            ),
            at: due,
            random: 0
        )
        #expect(word(of: effects) == "compare 10")
    }

    @Test("a comparison that put something right is repeated before anything is live")
    func comparisonRepeated() {
        var machine = machine(in: .comparing)
        #expect(send(&machine, .compared(.repaired)) == "pause 125")
        #expect(!machine.freshnessRule.isCompared)
        #expect(send(&machine, .pauseEnded) == "compare 10")
        #expect(send(&machine, .compared(.postponed)) == "pause 125")
        #expect(send(&machine, .pauseEnded) == "request 10 0")
    }

    @Test("where both sides stay different nothing is live, and they are compared when it is due")
    func stillDifferent() {
        var machine = machine(in: .comparing)
        #expect(send(&machine, .compared(.differs)) == "open 10")
        #expect(
            machine.freshnessRule.freshness(atBoottime: Self.now) == .cached(asOf: Self.serverTime)
        )
        #expect(send(&machine, .streamOpened) == "listen")
    }

    @Test("a record that is set back while it is compared is read again, whatever came of it")
    func setBackWhileComparing() {
        for outcome in [SyncComparison.agrees(at: Self.serverTime), .repaired, .differs] {
            var machine = machine(in: .comparing)
            #expect(send(&machine, .recordSetBack(cursor: nil)) == "-")
            #expect(send(&machine, .compared(outcome)) == "request nil 0")
            #expect(!machine.freshnessRule.isCompared)
        }
    }

    @Test(
        "a record that is set back has to be compared again",
        arguments: [
            SyncPhase.listening, .opening,
        ]
    )
    func setBackIsCompared(phase: SyncPhase) {
        var machine = machine(in: phase)
        #expect(send(&machine, .recordSetBack(cursor: nil)) == "request nil 0")
        _ = reply(&machine, cursor: Self.start, head: Self.start)
        #expect(apply(&machine, Self.start) == "compare 10")
        #expect(
            machine.freshnessRule.freshness(atBoottime: Self.now) == .cached(asOf: Self.serverTime)
        )
    }

    // Symptom: the bank had posted a transfer, and for seconds the title bar said that it could not be
    // reached. Cause: only the feed's own requests said how the line stood, and those paused.
    @Test("any answer says that the bank is there, and nothing is live for it")
    func bankAnswered() {
        var machine = machine(in: .pausing)
        #expect(!machine.link.isUp)
        #expect(send(&machine, .bankAnswered) == "begin 10")
        #expect(machine.link.isUp)
        guard case .cached = machine.freshnessRule.freshness(atBoottime: Self.now) else {
            Issue.record("nothing was compared")
            return
        }
        // A pause that the machine makes while the bank is there stays as long as it is.
        var waiting = self.machine(in: .comparing)
        #expect(send(&waiting, .compared(.postponed)) == "pause 125")
        #expect(send(&waiting, .bankAnswered) == "-")
    }

    @Test("news asked for while a batch is applied are asked for right after it")
    func refreshWhileApplying() {
        var machine = machine(in: .requesting)
        _ = reply(&machine, cursor: Self.later, head: Self.later)
        #expect(machine.handle(.refreshAsked, at: Self.now, random: 0).isEmpty)
        #expect(apply(&machine, Self.later) == "request 20 0")
    }

    @Test("a restored bank, which has another epoch, is compared from the beginning, unverified")
    func epochChange() {
        var machine = machine(in: .requesting)
        let other = Cursor(epoch: 2, feedSequence: 5)
        #expect(reply(&machine, cursor: other, head: other) == "startOver")
        #expect(machine.notice == .booksReplaced)
        #expect(machine.freshnessRule.freshness(atBoottime: Self.now) == .unverified)
        #expect(apply(&machine, nil) == "request nil 0")
        #expect(reply(&machine, cursor: other, head: other) == "apply")
        #expect(apply(&machine, other) == "compare 5")
        #expect(machine.freshnessRule.freshness(atBoottime: Self.now) == .unverified)
        _ = send(&machine, .compared(.agrees(at: Self.serverTime)))
        #expect(machine.notice == nil)
        #expect(
            machine.freshnessRule.freshness(atBoottime: Self.now) == .live(asOf: Self.serverTime)
        )
    }

    // Symptom: a console whose cursor the bank refused when it asked how to synchronise did nothing
    // until its session ended. Cause: the table above had no row for that answer.
    @Test("a cursor that is refused at the beginning is given up, and the record is read again")
    func refusedAtBeginning() {
        var machine = machine(in: .beginning)
        #expect(send(&machine, .cursorRefused) == "pause 125")
        #expect(send(&machine, .pauseEnded) == "begin nil")
        let event = SyncEvent.begun(
            .snapshot,
            head: Self.later,
            serverTime: Self.serverTime
        )
        #expect(send(&machine, event) == "page first")
        #expect(!machine.freshnessRule.isAtHead)
    }

    @Test("a bank that lost a part of its books makes all unverified, and is asked again")
    func rolledBack() {
        var machine = machine(in: .beginning)
        let behind = Cursor(epoch: 1, feedSequence: 5)
        let event = SyncEvent.begun(
            .rolledBack,
            head: behind,
            serverTime: Self.serverTime
        )
        #expect(send(&machine, event) == "pause \(SyncMachine.haltMilliseconds)")
        #expect(machine.isHalted)
        #expect(machine.freshnessRule.freshness(atBoottime: Self.now) == .unverified)
        #expect(send(&machine, .pauseEnded) == "begin 10")
        let mended = SyncEvent.begun(
            .delta,
            head: Self.start,
            serverTime: Self.serverTime
        )
        #expect(send(&machine, mended) == "compare 10")
        #expect(!machine.isHalted)
    }

    @Test("a feed that goes backwards is not applied, and the bank is asked what happened")
    func badReplies() {
        var machine = machine(in: .requesting)
        let before = Cursor(epoch: 1, feedSequence: 9)
        #expect(reply(&machine, cursor: before, head: Self.later) == "pause 125")
        #expect(send(&machine, .pauseEnded) == "begin 10")
        machine = self.machine(in: .requesting)
        #expect(reply(&machine, cursor: Self.later, head: Self.start) == "pause 125")
        machine = self.machine(in: .requesting)
        let mixed = Cursor(epoch: 2, feedSequence: 20)
        #expect(reply(&machine, cursor: Self.later, head: mixed) == "pause 125")
    }

    @Test("freshness falls when the clock passes the deadline, without any word from the network")
    func deadline() throws {
        var machine = machine(in: .listening)
        let deadline = try #require(machine.freshnessRule.deadline)
        #expect(machine.handle(.clockTicked, at: deadline, random: 0) == [])
        let after = Instant(nanosecondsSinceEpoch: deadline.nanosecondsSinceEpoch + 1)
        #expect(machine.handle(.clockTicked, at: after, random: 0) == [.announce])
        #expect(
            machine.freshnessRule.freshness(atBoottime: after) == .cached(asOf: Self.serverTime)
        )
        #expect(machine.handle(.clockTicked, at: after, random: 0) == [])
    }

    @Test("a live balance that stays live is no news")
    func quietHeartbeat() {
        var machine = machine(in: .listening)
        let effects = machine.handle(
            .heartbeatArrived(
                head: Self.start,
                serverTime: Self.serverTime.adding(seconds: 5),
                sentAt: Self.now.adding(seconds: 5),
                lifeMilliseconds: 15_000
            ),
            at: Self.now.adding(seconds: 5),
            random: 0
        )
        #expect(effects == [.work(.listen)])
    }

    @Test("failures lengthen the pause, and an applied batch ends that")
    func backoff() {
        var machine = machine(in: .requesting)
        var pauses: [String] = []
        for _ in 0..<3 {
            pauses.append(send(&machine, .requestFailed(retryAfterMilliseconds: 0)))
            _ = send(&machine, .pauseEnded)
        }
        #expect(pauses == ["pause 125", "pause 250", "pause 500"])
        #expect(!machine.link.isUp)
        _ = send(&machine, .begun(.delta, head: Self.later, serverTime: Self.serverTime))
        _ = reply(&machine, cursor: Self.start, head: Self.start)
        #expect(machine.link.isUp)
        _ = apply(&machine, Self.start)
        #expect(send(&machine, .requestFailed(retryAfterMilliseconds: 0)) == "pause 125")
    }

    private func machine(in phase: SyncPhase) -> SyncMachine {
        var machine = SyncMachine()
        if phase == .stopped { return machine }
        let session = SyncEvent.sessionStarted(
            cursor: Self.start,
            confirmedAt: .epoch,
            serverTime: Self.serverTime
        )
        _ = send(&machine, session)
        switch phase {
        case .stopped, .beginning:
            break
        case .pausing:
            _ = send(&machine, .requestFailed(retryAfterMilliseconds: 0))
        case .requesting, .applying:
            _ = send(&machine, .begun(.delta, head: Self.later, serverTime: Self.serverTime))
            if phase == .applying { _ = reply(&machine, cursor: Self.later, head: Self.later) }
        case .paging:
            _ = send(&machine, .begun(.snapshot, head: Self.later, serverTime: Self.serverTime))
        case .comparing, .opening, .listening:
            _ = send(&machine, .begun(.delta, head: Self.start, serverTime: Self.serverTime))
            if phase == .comparing { break }
            _ = send(&machine, .compared(.agrees(at: Self.serverTime)))
            if phase == .listening { _ = send(&machine, .streamOpened) }
        }
        return machine
    }

    private func send(_ machine: inout SyncMachine, _ event: SyncEvent) -> String {
        word(of: machine.handle(event, at: Self.now, random: 0))
    }

    private func reply(_ machine: inout SyncMachine, cursor: Cursor, head: Cursor) -> String {
        send(&machine, .replyArrived(cursor: cursor, head: head, serverTime: Self.serverTime))
    }

    private func apply(_ machine: inout SyncMachine, _ cursor: Cursor?) -> String {
        send(&machine, .applied(cursor: cursor, confirmedAt: .epoch))
    }
}
