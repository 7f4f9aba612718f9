import CoreVocabulary
import SyncCore
import Testing

// Goal: a record is fetched in pages that the line can carry, and goes on where it was.
// Method: pages and answers that arrive, are late, are refused, or do not arrive.

@Suite struct SyncMachinePageTests {
    private static let now = Instant(secondsSinceEpoch: 1_000)
    private static let start = Cursor(epoch: 1, feedSequence: 10)
    private static let later = Cursor(epoch: 1, feedSequence: 20)
    private static let serverTime = Sample.start
    private static let place = SnapshotPosition(at: later, page: "7")

    @Test("what did not arrive in time is asked for in parts, until full ones come quickly")
    func pageSize() {
        var machine = begun(.delta)
        _ = send(&machine, .requestFailed(retryAfterMilliseconds: 0))
        #expect(machine.pageSize.changeCount == SyncLimits().pageChangeCount)
        let begun = SyncEvent.begun(
            .delta,
            head: Self.later,
            serverTime: Self.serverTime
        )
        for expected in [1_000, 500] {
            _ = send(&machine, .pauseEnded)
            _ = send(&machine, begun)
            #expect(machine.phase == .requesting)
            _ = send(&machine, .requestFailed(retryAfterMilliseconds: 0, isTimedOut: true))
            #expect(machine.pageSize.changeCount == expected)
        }
        _ = send(&machine, .pauseEnded)
        _ = send(&machine, begun)
        let middle = Cursor(epoch: 1, feedSequence: 15)
        reply(&machine, cursor: middle, head: Self.later)
        #expect(machine.pageSize.changeCount == 1_000)
        apply(&machine, middle)
        // Less than was asked for tells nothing of the line.
        reply(&machine, cursor: Self.later, head: Self.later)
        #expect(machine.pageSize.changeCount == 1_000)
    }

    @Test("pages of a snapshot become smaller when they are late, too")
    func snapshotPageSize() {
        var machine = begun(.snapshot)
        _ = send(&machine, .requestFailed(retryAfterMilliseconds: 0, isTimedOut: true))
        _ = send(&machine, .pauseEnded)
        _ = send(
            &machine,
            .begun(.snapshot, head: Self.later, serverTime: Self.serverTime)
        )
        #expect(machine.pageSize.changeCount == 1_000)
        let late = Self.now.adding(seconds: 9)
        let arrived = SyncEvent.pageArrived(serverTime: Self.serverTime)
        var slow = machine
        _ = slow.handle(arrived, at: late, random: 0)
        #expect(slow.pageSize.changeCount == 1_000)
        _ = send(&machine, arrived)
        #expect(machine.pageSize.changeCount == 2_000)
    }

    @Test("a snapshot goes on where it was, and one that the bank has forgotten begins anew")
    func snapshotResumed() {
        var machine = SyncMachine()
        _ = send(
            &machine,
            .sessionStarted(
                cursor: nil,
                confirmedAt: .epoch,
                serverTime: Self.serverTime,
                snapshot: Self.place
            )
        )
        let begun = SyncEvent.begun(
            .snapshot,
            head: Self.later,
            serverTime: Self.serverTime
        )
        #expect(send(&machine, begun) == "page 7")
        #expect(send(&machine, .requestFailed(retryAfterMilliseconds: 0)) == "pause 125")
        #expect(send(&machine, .pauseEnded) == "begin nil")
        #expect(send(&machine, begun) == "page 7")
        #expect(send(&machine, .cursorRefused) == "page first")
        #expect(send(&machine, .pageArrived(serverTime: Self.serverTime)) == "applyPage")
        #expect(machine.freshnessRule.isRecordPartial)
        let last = SyncEvent.pageApplied(
            next: nil,
            cursor: Self.later,
            confirmedAt: .epoch,
            progress: .init(done: 5, total: 5)
        )
        #expect(send(&machine, last) == "compare 20")
        #expect(!machine.freshnessRule.isRecordPartial)
        #expect(machine.progress == nil)
    }

    /// A machine whose bank has said how to catch up.
    private func begun(_ plan: SyncPlan) -> SyncMachine {
        var machine = SyncMachine()
        _ = send(
            &machine,
            .sessionStarted(
                cursor: Self.start,
                confirmedAt: .epoch,
                serverTime: Self.serverTime
            )
        )
        _ = send(&machine, .begun(plan, head: Self.later, serverTime: Self.serverTime))
        return machine
    }

    private func send(_ machine: inout SyncMachine, _ event: SyncEvent) -> String {
        word(of: machine.handle(event, at: Self.now, random: 0))
    }

    private func reply(_ machine: inout SyncMachine, cursor: Cursor, head: Cursor) {
        let event = SyncEvent.replyArrived(
            cursor: cursor,
            head: head,
            serverTime: Self.serverTime
        )
        _ = send(&machine, event)
    }

    private func apply(_ machine: inout SyncMachine, _ cursor: Cursor?) {
        _ = send(&machine, .applied(cursor: cursor, confirmedAt: .epoch))
    }
}
