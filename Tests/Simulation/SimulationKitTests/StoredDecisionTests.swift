import ClientService
import CoreVocabulary
import IdentityCore
import SyncCore
import Testing

@testable import SimulationKit

// Goal: a decision that a console stored as it ended counts like any that it was told, and one that
// the books never held is found.
// Method: one write of an outbox, with a fault that is chosen, and the check at the end of a story.
@Suite("decisions that a console stored")
struct StoredDecisionTests {
    /// What the bank's books have of the decision at the end.
    private enum Books {
        case hold, neverHeld, setBack
    }

    private static let key = Samples.reviewed.intentKey

    // Symptom: seeds failed with L1 in which the books were set back. Cause: the oracle was told of
    // a decision after the write that stored it, so that it never heard of one whose console ended
    // in that write, and took a decision that a restore may lose for one that was made up.
    @Test(
        "a decision that was stored as its console ended may be lost in a restore",
        arguments: [SimulatedConsole.WriteFault.none, .crashAfter]
    )
    func storedDecisionMayBeLost(fault: SimulatedConsole.WriteFault) throws {
        #expect(try Self.violation(after: fault, .setBack) == nil)
    }

    @Test(
        "a decision that the books hold is right, also if its console ended as it stored it",
        arguments: [SimulatedConsole.WriteFault.none, .crashAfter]
    )
    func heldDecisionIsRight(fault: SimulatedConsole.WriteFault) throws {
        #expect(try Self.violation(after: fault, .hold) == nil)
    }

    @Test(
        "a decision that a console shows and the books never held breaks L1",
        arguments: [SimulatedConsole.WriteFault.none, .crashAfter]
    )
    func inventedDecisionIsFound(fault: SimulatedConsole.WriteFault) throws {
        #expect(try Self.violation(after: fault, .neverHeld) == .ledger)
    }

    @Test(
        "a restore loses no decision that was made after it",
        arguments: [SimulatedConsole.WriteFault.none, .crashAfter]
    )
    func laterDecisionIsNotLost(fault: SimulatedConsole.WriteFault) throws {
        // The bank's clock may be wrong by seconds, for which half a minute is allowed.
        #expect(try Self.violation(after: fault, .setBack, decidedAtSecond: 30) == nil)
        #expect(try Self.violation(after: fault, .setBack, decidedAtSecond: 31) == .ledger)
    }

    @Test(
        "a decision that was not stored is told to nobody",
        arguments: [SimulatedConsole.WriteFault.crashBefore, .fails]
    )
    func unstoredDecisionIsNotTold(fault: SimulatedConsole.WriteFault) throws {
        let world = World(seed: 1, bug: nil, isTraceKept: false)
        defer { world.dissolve() }
        let console = world.consoles[0]
        try Self.store(Self.decision(atSecond: 0), fault, on: console)
        let asked = try #require(world.oracle.state.value.asked[Self.key])
        let isTold = asked.told != nil
        #expect(!isTold)
        let state = console.outbox.record(Self.key)?.state
        #expect(state == .sending)
    }

    // MARK: The story

    /// The property that does not hold at the end, after a console stored a decision and began anew.
    private static func violation(
        after fault: SimulatedConsole.WriteFault,
        _ books: Books,
        decidedAtSecond second: Int64 = 0
    ) throws -> Property? {
        let world = World(seed: 1, bug: nil, isTraceKept: false)
        defer { world.dissolve() }
        let console = world.consoles[0]
        let decision = decision(atSecond: second)
        world.bank.backUp()
        try store(decision, fault, on: console)
        switch books {
        case .hold: hold(decision, in: world)
        case .neverHeld: break
        case .setBack:
            let isRestored = world.bank.restore()
            #expect(isRestored)
        }
        let next = Host(name: "console, begun anew", scheduler: world.scheduler)
        let outbox = SimulatedOutboxStore(file: console.outbox, console: console, host: next)
        let loaded = try outbox.load()
        let shown = try #require(loaded.first)
        #expect(shown.state == .decided(decision))
        let asked = try #require(world.oracle.state.value.asked[key])
        FinalCheck(world: world).check(shown, books == .hold ? decision : nil, asked)
        return world.oracle.violation?.property
    }

    /// Has a process store the decision about a transfer that it sent, as its last act.
    private static func store(
        _ decision: IntentDecision,
        _ fault: SimulatedConsole.WriteFault,
        on console: SimulatedConsole
    ) throws {
        let process = Host(name: "console", scheduler: console.world.scheduler)
        let outbox = SimulatedOutboxStore(file: console.outbox, console: console, host: process)
        console.world.oracle.willAuthorise(Samples.reviewed, on: console.number)
        let sent = console.outbox.insert(record(.sending, nil))
        let decided = record(.decided(decision), sent.stamp)
        console.nextWriteFault.value = fault
        if fault == SimulatedConsole.WriteFault.none {
            try outbox.update([decided], isLasting: true)
        } else {
            #expect(throws: DiskFault.self) { try outbox.update([decided], isLasting: true) }
        }
        process.kill()
    }

    /// Lets the model hold a decision, as if the bank had committed it.
    private static func hold(_ decision: IntentDecision, in world: World) {
        var state = world.judge.now
        state.intents[key] = ModelState.Intent(
            user: world.consoles[0].owner.owner.id,
            reviewed: Samples.reviewed.canonicalBytes,
            decision: decision
        )
        world.judge.state.value.versions.append(Judge.Version(state: state))
    }

    private static func decision(atSecond second: Int64) -> IntentDecision {
        IntentDecision(
            key: key,
            outcome: .posted(JournalID(rawValue: 8)),
            decidedAt: WorldTime.start.adding(seconds: second)
        )
    }

    private static func record(
        _ state: OutboxRecord.State,
        _ stamp: DeviceStamp?
    ) -> OutboxRecord {
        OutboxRecord(
            reviewed: Samples.reviewed,
            proof: AuthorisationProof(
                sessionID: SessionID(rawValue: 5),
                claimedAt: WorldTime.start,
                code: [1]
            ),
            queuedAt: WorldTime.start,
            state: state,
            sendCount: 1,
            stamp: stamp
        )
    }
}
