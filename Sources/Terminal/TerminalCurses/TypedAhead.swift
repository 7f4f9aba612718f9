import TerminalKit

/// Events that were read from the terminal and that the client has not taken yet.
///
/// Keys may come faster than the client takes them. So a round hands out what there is time for,
/// and a signal goes before all that still waits. The loop reads again when nothing waits, so that
/// no more than the events of ``TerminalReader/maximumBytes`` are kept.
struct TypedAhead {
    /// The time after which a round hands out no more: the screen is painted and jobs run before
    /// the rest.
    static let longestRound = FramePace.minimumInterval

    private var events: ArraySlice<InputEvent> = []

    /// True if nothing waits.
    var isEmpty: Bool { events.isEmpty }

    /// Takes in what was read; it goes after what waits.
    mutating func add(_ read: [InputEvent]) {
        events += read
    }

    /// Forgets what waits.
    mutating func drop() {
        events = []
    }

    /// Hands out what waits, one event at least, until the round has taken its time.
    ///
    /// - Parameters:
    ///   - now: Tells the time.
    ///   - goesFirst: True if something goes before the events that are left; asked after each.
    ///   - take: Takes an event.
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
        // What was typed may be a secret: it is kept no longer than until the last was taken.
        if events.isEmpty { drop() }
    }
}
