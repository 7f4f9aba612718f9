/// The one message in passing that a screen has room for; a newer one takes its place.
///
/// Nothing waits behind it: what waits is told later, where it may not be true any more. Time is
/// handed in as milliseconds on any clock that does not go back.
public struct ToastSlot: Equatable, Sendable {
    /// The message to show; nil when there is none.
    public private(set) var current: Toast?
    private var deadlineMilliseconds: Int64 = 0
    private var nextID = 1

    /// Starts without a message.
    public init() {}

    /// When ``advance(nowMilliseconds:)`` has something to do next; nil when it never does.
    public var nextDeadlineMilliseconds: Int64? { current == nil ? nil : deadlineMilliseconds }

    /// Shows a message in place of the one before.
    ///
    /// - Parameters:
    ///   - kind: How grave it is.
    ///   - text: What it says.
    ///   - durationMilliseconds: How long it stays.
    ///   - nowMilliseconds: The time.
    public mutating func show(
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

    /// Lets a message whose time is over go.
    ///
    /// - Returns: Whether ``current`` changed.
    public mutating func advance(nowMilliseconds: Int64) -> Bool {
        guard current != nil, nowMilliseconds >= deadlineMilliseconds else { return false }
        current = nil
        return true
    }

    /// Takes the message away before its time.
    public mutating func clear() {
        current = nil
    }
}
