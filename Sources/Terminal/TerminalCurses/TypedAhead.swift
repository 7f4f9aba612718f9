import TerminalKit

/// Queue of events that were read from the terminal but not delivered to the client.
///
/// Keys may arrive faster than the client handles them. A round therefore delivers as many as its
/// time allows, and a signal takes precedence over all pending events. The loop reads again when
/// the queue is empty, so that it never holds more than the events of
/// ``TerminalReader/maximumBytes``.
struct TypedAhead {
    /// Time after which a round delivers no more events, so that painting and jobs are not delayed.
    static let longestRound = FramePace.minimumInterval

    private var events: ArraySlice<InputEvent> = []

    /// True if no events are pending.
    var isEmpty: Bool { events.isEmpty }

    /// Appends newly read events to the queue.
    mutating func add(_ read: [InputEvent]) {
        events += read
    }

    /// Drops the pending events.
    mutating func drop() {
        events = []
    }

    /// Delivers pending events, at least one, until the time of the round is used up.
    ///
    /// After each event, `goesFirst` returns true if something takes precedence over the others.
    mutating func handOut(
        now: () -> ContinuousClock.Instant,
        goesFirst: () -> Bool,
        to take: (InputEvent) -> Void
    ) {
        let end = now() + Self.longestRound
        while let event = events.popFirst() {
            take(event)
            if goesFirst() || now() >= end { break }
        }
        // Typed text may be a secret, so it is released as soon as the last event is delivered.
        if events.isEmpty { drop() }
    }
}
