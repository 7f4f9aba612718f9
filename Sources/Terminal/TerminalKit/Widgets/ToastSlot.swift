/// Holder of the single transient message of a screen, by the readings of any monotonic clock.
///
/// A reading is the duration since the clock's origin. Messages are not queued, because a queued one
/// may no longer be true when it is shown.
package struct ToastSlot: Equatable, Sendable {
    /// The message to show; nil if there is none.
    package private(set) var current: Toast?
    private var deadline = Duration.zero
    private var nextID = 1

    /// Creates an empty slot.
    package init() {}

    /// Reading at which ``advance(to:)`` is due next; nil if there is no message.
    package var nextDeadline: Duration? { current == nil ? nil : deadline }

    /// Shows a message for a time, and replaces the one before.
    package mutating func show(
        _ kind: Toast.Kind,
        _ text: SafeText,
        for duration: Duration,
        at now: Duration
    ) {
        current = Toast(id: nextID, kind: kind, text: text)
        nextID += 1
        deadline = now + max(.zero, duration)
    }

    /// Removes a message that has expired, and returns true if there was one.
    package mutating func advance(to now: Duration) -> Bool {
        guard current != nil, now >= deadline else { return false }
        current = nil
        return true
    }

    /// Removes the message before it expires.
    package mutating func clear() {
        current = nil
    }
}
