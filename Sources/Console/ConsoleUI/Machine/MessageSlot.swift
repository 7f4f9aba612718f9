import TerminalKit

/// Transient message of the console, with its subject and its screen.
struct MessageSlot: Sendable {
    private var slot = ToastSlot()
    /// Screen to which the message belongs; nil until the end of the event that showed it.
    private var place: ScreenPlace?
    /// Subject of the message if its wording may change; nil for a fixed message.
    private(set) var basis: ToastBasis?

    /// The message; nil if there is none.
    var current: Toast? { slot.current }

    /// Expiry of the message in milliseconds of the monotonic clock; nil if there is none.
    var nextDeadlineMilliseconds: Int64? { slot.nextDeadline.map(ConsoleTime.milliseconds) }

    /// Shows a message, which belongs to the top screen after this event.
    mutating func show(
        _ kind: Toast.Kind,
        _ text: SafeText,
        of newBasis: ToastBasis?,
        for duration: Duration,
        at time: ConsoleTime
    ) {
        place = nil
        basis = newBasis
        slot.show(kind, text, for: duration, at: time.steadyReading)
    }

    /// Removes an expired message.
    mutating func advance(to time: ConsoleTime) {
        _ = slot.advance(to: time.steadyReading)
    }

    /// Binds a new message to its screen, and removes one whose screen is no longer on top.
    mutating func settle(at top: ScreenPlace) {
        guard slot.current != nil else { return }
        if place == nil { place = top }
        if place != top { slot.clear() }
    }

    /// Removes the message before it expires.
    mutating func clear() {
        slot.clear()
    }
}
