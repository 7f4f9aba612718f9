import CoreVocabulary
import WireProtocol

/// Rules about the bank's clock and the times at which it may book.
extension Judge {
    /// The current time of the bank's wall clock.
    var clockTime: Instant { oracle.world.bank.clockTime }
    /// The current time of the bank's monotonic clock.
    private var steadyTime: Instant { Instant(nanosecondsSinceEpoch: oracle.world.time.elapsed) }

    /// Lead of the bank's wall clock over its monotonic clock, in nanoseconds.
    var clockLead: Int64 { clockTime.nanoseconds(since: steadyTime) }

    /// True if the wall clock was set too far since the bank's process began.
    var wasClockSet: Bool { state.value.clock.wasSet(now: clockTime, steady: steadyTime) }

    /// True if the latest booking is too far ahead of the wall clock.
    var areBooksAhead: Bool { state.value.clock.isBehind(now.ledger.latest, now: clockTime) }

    /// True if an operator has to accept the clock before anything is booked.
    var isAcceptanceDue: Bool { state.value.clock.isFarAhead || areBooksAhead }

    /// Checks the clock for all open acts; called around each change of the clock.
    func sawClock() { for act in state.value.acts.values { lookAtClock(for: act) } }

    /// Notes the state of the clock while an act is under way.
    func lookAtClock(for act: Act) {
        let isAccepting = state.value.isAcceptingClock
        if wasClockSet || isAcceptanceDue { act.metWrongClock.value = true }
        if isAccepting || !wasClockSet { act.metRightClock.value = true }
    }

    /// Applies an operator's acceptance of the clock, unless it could not be written.
    func sawAcceptanceEnd(of act: Act, isDone: Bool) {
        sawClock()
        state.value.isAcceptingClock = false
        guard isDone else { return }
        // The clock may have jumped while the disk wrote the acceptance. What the operator accepted
        // is the clock that the bank read when it was asked, not the one at the time of the answer.
        state.value.clock = ClockRules(
            leadNanoseconds: act.firstLead.value ?? clockLead,
            acceptedBooking: now.ledger.latest
        )
        sawClock()
    }

    /// Expects that a postponed act met a wrong clock, and would book or belongs to an ended
    /// session.
    func expectWrongClock(during act: Act) {
        lookAtClock(for: act)
        let isOver = hasMove(of: act) { _, _, _, move in
            if case .problem(.sessionEnded)? = move.answer { true } else { false }
        }
        oracle.expect(
            .verdict,
            act.metWrongClock.value && (act.mayBook || isOver),
            "\(act.words) is put off while the bank can write it"
        )
    }

    /// Expects that a booking met a right clock and carries a time of such a clock.
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
