/// Holder of the single transient message of a screen, by milliseconds of any monotonic clock.
///
/// Messages are not queued, because a queued one may no longer be true when it is shown.
package struct ToastSlot: Equatable, Sendable {
    /// The message to show; nil if there is none.
    package private(set) var current: Toast?
    private var deadlineMilliseconds: Int64 = 0
    private var nextID = 1

    /// Creates an empty slot.
    package init() {}

    /// Time at which ``advance(nowMilliseconds:)`` is due next; nil if there is no message.
    package var nextDeadlineMilliseconds: Int64? { current == nil ? nil : deadlineMilliseconds }

    /// Shows a message for a time, and replaces the one before.
    package mutating func show(
        _ kind: Toast.Kind,
        _ text: SafeText,
        forMilliseconds durationMilliseconds: Int64,
        nowMilliseconds: Int64
    ) {
        current = Toast(id: nextID, kind: kind, text: text)
        nextID += 1
        let (deadline, overflow) = nowMilliseconds.addingReportingOverflow(
            max(0, durationMilliseconds)
        )
        deadlineMilliseconds = overflow ? .max : deadline
    }

    /// Removes a message that has expired, and returns true if there was one.
    package mutating func advance(nowMilliseconds: Int64) -> Bool {
        guard current != nil, nowMilliseconds >= deadlineMilliseconds else { return false }
        current = nil
        return true
    }

    /// Removes the message before it expires.
    package mutating func clear() {
        current = nil
    }
}
