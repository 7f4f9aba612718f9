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

    /// One event of each kind, under a name.
    private static let events: [(name: String, event: SyncMachine.Event)] = [
        (
            "sessionStarted",
            .sessionStarted(cursor: start, confirmedAt: .epoch, serverTime: serverTime)
        ),
        ("sessionEnded", .sessionEnded),
        ("replyArrived", .replyArrived(cursor: later, head: later, serverTime: serverTime)),
        ("requestFailed", .requestFailed(retryAfterMilliseconds: 0)),
        ("applied", .applied(cursor: start, confirmedAt: .epoch)),
        ("applyFailed", .applyFailed),
        ("recordSetBack", .recordSetBack(cursor: nil)),
        ("refreshAsked", .refreshAsked),
        ("pauseEnded", .pauseEnded),
        ("doubtChanged", .doubtChanged(hasUnverifiedAccount: true)),
        ("clockTicked", .clockTicked),
    ]

    /// What follows: the phase, and the work as a word; "-" for none.
    private static let table: [SyncMachine.Phase: [String: (SyncMachine.Phase, String)]] = [
        .stopped: ["sessionStarted": (.requesting, "request 10 0")],
        .requesting: [
            "sessionStarted": (.requesting, "request 10 0"),
            "sessionEnded": (.stopped, "-"),
            "replyArrived": (.applying, "apply"),
            "requestFailed": (.pausing, "pause 125"),
            "recordSetBack": (.requesting, "request nil 0"),
            "refreshAsked": (.requesting, "request 10 0"),
        ],
        .applying: [
            "sessionStarted": (.requesting, "request 10 0"),
            "sessionEnded": (.stopped, "-"),
            "applied": (.requesting, "request 10 0"),
            "applyFailed": (.pausing, "pause 125"),
        ],
        .pausing: [
            "sessionStarted": (.requesting, "request 10 0"),
            "sessionEnded": (.stopped, "-"),
            "recordSetBack": (.requesting, "request nil 0"),
            "refreshAsked": (.requesting, "request 10 0"),
            "pauseEnded": (.requesting, "request 10 0"),
        ],
    ]

    @Test(
        "each event in each phase does what the table says",
        arguments: SyncMachine.Phase.allCases
    )
    func everyPhaseAndEvent(phase: SyncMachine.Phase) throws {
        for (name, event) in Self.events {
            var machine = machine(in: phase)
            let effects = machine.handle(event, at: Self.now, random: 0)
            let expected = Self.table[phase]?[name] ?? (phase, "-")
            #expect(machine.phase == expected.0, "\(name) in \(phase)")
            #expect(word(of: effects) == expected.1, "\(name) in \(phase)")
        }
    }

    @Test("no event brings out more than one piece of work")
    func oneWork() {
        var random = SplitMix64(seed: 4)
        var machine = SyncMachine()
        for _ in 0..<20_000 {
            let event = Self.events[Int(random.next() % UInt64(Self.events.count))].event
            let effects = machine.handle(event, at: Self.now, random: random.next())
            let works = effects.count { if case .work = $0 { true } else { false } }
            #expect(works <= 1)
        }
    }

    @Test("at the head the next request waits for news, before it does not")
    func polling() {
        var machine = machine(in: .requesting)
        _ = reply(&machine, cursor: Self.start, head: Self.later)
        #expect(apply(&machine, Self.start) == "request 10 0")
        #expect(machine.progress?.done == 10)
        #expect(machine.progress?.total == 20)
        _ = reply(&machine, cursor: Self.later, head: Self.later)
        #expect(apply(&machine, Self.later) == "request 20 \(SyncMachine.pollMilliseconds)")
        #expect(machine.progress == nil)
    }

    @Test("news asked for while a batch is applied are asked for right after it")
    func refreshWhileApplying() {
        var machine = machine(in: .requesting)
        _ = reply(&machine, cursor: Self.later, head: Self.later)
        #expect(machine.handle(.refreshAsked, at: Self.now, random: 0).isEmpty)
        #expect(apply(&machine, Self.later) == "request 20 0")
    }

    @Test("a restored bank, which has another epoch, is compared from the beginning")
    func epochChange() {
        var machine = machine(in: .requesting)
        let other = Cursor(epoch: 2, feedSequence: 5)
        #expect(reply(&machine, cursor: other, head: other) == "startOver")
        #expect(apply(&machine, nil) == "request nil 0")
    }

    @Test("a feed that goes backwards, or ends before its batch, is not applied")
    func badReplies() {
        var machine = machine(in: .requesting)
        let before = Cursor(epoch: 1, feedSequence: 9)
        #expect(reply(&machine, cursor: before, head: Self.later) == "pause 125")
        machine = self.machine(in: .requesting)
        #expect(reply(&machine, cursor: Self.later, head: Self.start) == "pause 125")
        machine = self.machine(in: .requesting)
        let mixed = Cursor(epoch: 2, feedSequence: 20)
        #expect(reply(&machine, cursor: Self.later, head: mixed) == "pause 125")
    }

    @Test("freshness falls when the clock passes the deadline, without any word from the network")
    func deadline() throws {
        var machine = machine(in: .requesting)
        _ = reply(&machine, cursor: Self.start, head: Self.start)
        _ = apply(&machine, Self.start)
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
        var machine = machine(in: .requesting)
        _ = reply(&machine, cursor: Self.start, head: Self.start)
        _ = apply(&machine, Self.start)
        let effects = machine.handle(
            .replyArrived(
                cursor: Self.start,
                head: Self.start,
                serverTime: Self.serverTime.adding(seconds: 5)
            ),
            at: Self.now,
            random: 0
        )
        #expect(effects == [.work(.apply)])
    }

    @Test("failures lengthen the pause, and an applied batch ends that")
    func backoff() {
        var machine = machine(in: .requesting)
        var pauses: [String] = []
        for _ in 0..<3 {
            pauses.append(
                word(
                    of: machine.handle(
                        .requestFailed(retryAfterMilliseconds: 0),
                        at: Self.now,
                        random: 0
                    )
                )
            )
            _ = machine.handle(.pauseEnded, at: Self.now, random: 0)
        }
        #expect(pauses == ["pause 125", "pause 250", "pause 500"])
        #expect(!machine.link.isUp)
        _ = reply(&machine, cursor: Self.start, head: Self.start)
        #expect(machine.link.isUp)
        _ = apply(&machine, Self.start)
        let next = machine.handle(
            .requestFailed(retryAfterMilliseconds: 0),
            at: Self.now,
            random: 0
        )
        #expect(word(of: next) == "pause 125")
    }

    private func machine(in phase: SyncMachine.Phase) -> SyncMachine {
        var machine = SyncMachine()
        if phase == .stopped { return machine }
        _ = machine.handle(
            .sessionStarted(
                cursor: Self.start,
                confirmedAt: .epoch,
                serverTime: Self.serverTime
            ),
            at: Self.now,
            random: 0
        )
        switch phase {
        case .stopped, .requesting: break
        case .applying: _ = reply(&machine, cursor: Self.later, head: Self.later)
        case .pausing:
            _ = machine.handle(
                .requestFailed(retryAfterMilliseconds: 0),
                at: Self.now,
                random: 0
            )
        }
        return machine
    }

    private func reply(_ machine: inout SyncMachine, cursor: Cursor, head: Cursor) -> String {
        word(
            of: machine.handle(
                .replyArrived(cursor: cursor, head: head, serverTime: Self.serverTime),
                at: Self.now,
                random: 0
            )
        )
    }

    private func apply(_ machine: inout SyncMachine, _ cursor: Cursor?) -> String {
        word(
            of: machine.handle(
                .applied(cursor: cursor, confirmedAt: .epoch),
                at: Self.now,
                random: 0
            )
        )
    }

    private func word(of effects: [SyncMachine.Effect]) -> String {
        for case .work(let work) in effects {
            switch work {
            case .request(let cursor, let wait):
                return "request \(cursor.map { String($0.feedSequence) } ?? "nil") \(wait)"
            case .apply: return "apply"
            case .startOver: return "startOver"
            case .pause(let milliseconds): return "pause \(milliseconds)"
            }
        }
        return "-"
    }
}
