/// Messages waiting to be seen, one at a time.
///
/// Time is handed in as milliseconds on any clock that does not go back.
public struct ToastQueue: Equatable, Sendable {
    /// More than this many waiting messages are not kept: the oldest waiting one goes.
    public static let capacity = 8

    private struct Entry: Equatable, Sendable {
        var toast: Toast
        var durationMilliseconds: Int64
    }

    private var shown: Toast?
    private var deadlineMilliseconds: Int64 = 0
    private var waiting: [Entry] = []
    private var nextID = 1

    /// Starts without messages.
    public init() {}

    /// The message to show; nil when there is none.
    public var current: Toast? { shown }

    /// When ``advance(nowMilliseconds:)`` has something to do next; nil when it never does.
    public var nextDeadlineMilliseconds: Int64? { shown == nil ? nil : deadlineMilliseconds }

    /// Shows a message, after the ones that came before it.
    ///
    /// An error or warning is shown at once in place of a gentler one.
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
        let toast = Toast(id: nextID, kind: kind, text: text)
        nextID += 1
        let entry = Entry(toast: toast, durationMilliseconds: durationMilliseconds)
        guard let current = shown, !kind.outranks(current.kind) else {
            present(entry, nowMilliseconds: nowMilliseconds)
            return
        }
        waiting.append(entry)
        if waiting.count > Self.capacity { waiting.removeFirst() }
    }

    /// Lets messages whose time is over go, and shows the next.
    ///
    /// - Returns: Whether ``current`` changed.
    public mutating func advance(nowMilliseconds: Int64) -> Bool {
        guard shown != nil, nowMilliseconds >= deadlineMilliseconds else { return false }
        dismiss(nowMilliseconds: nowMilliseconds)
        return true
    }

    /// Takes the message away before its time and shows the next.
    public mutating func dismiss(nowMilliseconds: Int64) {
        shown = nil
        guard !waiting.isEmpty else { return }
        present(waiting.removeFirst(), nowMilliseconds: nowMilliseconds)
    }

    private mutating func present(_ entry: Entry, nowMilliseconds: Int64) {
        shown = entry.toast
        let (deadline, overflow) = nowMilliseconds.addingReportingOverflow(
            max(0, entry.durationMilliseconds)
        )
        deadlineMilliseconds = overflow ? .max : deadline
    }
}

extension Toast.Kind {
    fileprivate func outranks(_ other: Toast.Kind) -> Bool {
        rank > other.rank
    }

    private var rank: Int {
        switch self {
        case .information, .success: 0
        case .warning: 1
        case .error: 2
        }
    }
}
