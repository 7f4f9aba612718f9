import CoreVocabulary
import LedgerService
import WireProtocol

/// When the bank may book, by its clock.
extension Judge {
    /// What the bank's clock says now.
    var clockTime: Instant { oracle.world.bank.clockTime }
    /// What the clock says that nobody sets.
    private var steadyTime: Instant {
        Instant(nanosecondsSinceEpoch: oracle.world.time.elapsed)
    }

    /// How far the bank's clock is ahead of the one that nobody sets, in nanoseconds.
    var clockLead: Int64 {
        clockTime.nanosecondsSinceEpoch - steadyTime.nanosecondsSinceEpoch
    }

    /// Whether the clock was set too far since the bank's process began.
    var wasClockSet: Bool {
        state.value.clock.wasSet(now: clockTime, steady: steadyTime)
    }

    /// Whether the books are too far ahead of the clock.
    var areBooksAhead: Bool {
        state.value.clock.isBehind(now.ledger.latest, now: clockTime)
    }

    /// Whether nothing is booked before somebody says that the clock is right.
    var isAcceptanceDue: Bool { state.value.clock.isFarAhead || areBooksAhead }

    /// The clock is about to be set, or was.
    func sawClock() {
        for act in state.value.acts.values { lookAtClock(for: act) }
    }

    /// Notes what the clock is like while an act is under way.
    func lookAtClock(for act: Act) {
        let isAccepting = state.value.isAcceptingClock
        if wasClockSet || isAcceptanceDue { act.metWrongClock.value = true }
        if isAccepting || !wasClockSet { act.metRightClock.value = true }
    }

    /// Somebody said that the clock is right as it is; where that could not be written, it counts for
    /// nothing.
    func sawAcceptanceEnd(of act: Act, isDone: Bool) {
        sawClock()
        state.value.isAcceptingClock = false
        guard isDone else { return }
        // An operator accepts a clock that is right. The disk takes seconds to note that, and meanwhile
        // the clock jumps by hours. Nobody has looked at the clock since: what was accepted is the
        // one that the bank read when it was asked, and the one that the answer meets is wrong.
        state.value.clock = ClockRules(
            leadNanoseconds: act.firstLead.value ?? clockLead,
            acceptedBooking: now.ledger.latest
        )
        sawClock()
    }

    /// Expects that an act which was put off met a wrong clock, and was a booking or of a session that
    /// is over.
    func expectWrongClock(during act: Act) {
        lookAtClock(for: act)
        let isOver = versions(of: act).contains { number, version in
            moves(of: act, number, version).contains { _, move in
                if case .problem(.sessionEnded)? = move.answer { true } else { false }
            }
        }
        oracle.expect(
            .verdict,
            act.metWrongClock.value && (act.mayBook || isOver),
            "\(act.words) is put off while the bank can write it"
        )
    }

    /// What is booked has to have met a clock that was right, and to bear a time of such a one.
    func checkClock(of act: Act, at now: Instant) {
        let isAccepting = state.value.isAcceptingClock
        let steady = act.steadyTimes.value[now]
        let wasSet = steady.map { state.value.clock.wasSet(now: now, steady: $0) } ?? false
        oracle.expect(
            .effect,
            act.metRightClock.value && (isAccepting || !(wasSet || isAcceptanceDue)),
            "\(act.words) is booked under a clock that cannot be right"
        )
    }
}
