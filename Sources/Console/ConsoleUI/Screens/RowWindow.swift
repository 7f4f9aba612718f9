/// The rows of a long list that are in memory: a range around the visible rows.
///
/// A page is kept ready on both sides, so that moving by a row never waits. Whatever the length of
/// the list, no more than ``pageLimit`` pages are kept.
struct RowWindow<Row: Sendable>: Sendable {
    /// The pages on each side of the visible rows that must be in memory before a fetch is due.
    static var readyPages: Int { 1 }
    /// The pages on each side of the visible rows that a fetch brings.
    static var fetchedPages: Int { 2 }
    /// The most pages in memory, visible ones included.
    static var pageLimit: Int { 2 * fetchedPages + 1 }

    /// The index of the first row in memory.
    private(set) var first = 0
    /// The rows in memory, from `first` on.
    private(set) var rows: [Row] = []
    /// Pending request; nil if there is none.
    private(set) var pending: (id: RequestID, range: Range<Int>)?

    /// The indices of the rows in memory.
    var range: Range<Int> { first..<first + rows.count }

    /// Returns the row with an index; nil if it is not in memory.
    func row(at index: Int) -> Row? {
        range.contains(index) ? rows[index - first] : nil
    }

    /// Returns true if a visible row is missing and being fetched.
    func isAwaiting(_ visible: Range<Int>) -> Bool {
        pending != nil && !covers(visible)
    }

    /// Forgets all rows and requests, because the list has changed.
    mutating func reset() {
        first = 0
        rows = []
        pending = nil
    }

    /// Forgets the running request, and keeps the rows until others arrive.
    mutating func expire() {
        pending = nil
    }

    /// Returns the range to fetch now; nil if enough is available or pending.
    func missing(visible: Range<Int>, count: Int) -> Range<Int>? {
        guard count > 0, !visible.isEmpty else { return nil }
        let page = visible.count
        let ready = Self.widen(visible, by: page * Self.readyPages, count: count)
        if covers(ready) { return nil }
        if let pending, pending.range.lowerBound <= visible.lowerBound,
            pending.range.upperBound >= min(visible.upperBound, count)
        {
            return nil
        }
        let wanted = Self.widen(visible, by: page * Self.fetchedPages, count: count)
        guard !rows.isEmpty, wanted.overlaps(range) else { return wanted }
        let misses = (start: wanted.lowerBound < first, end: wanted.upperBound > range.upperBound)
        return switch misses {
        case (true, false): wanted.lowerBound..<first
        case (false, true): range.upperBound..<wanted.upperBound
        default: wanted
        }
    }

    /// Records a request for rows.
    mutating func request(_ id: RequestID, _ range: Range<Int>) {
        pending = (id, range)
    }

    /// Adopts rows; returns false if they were not requested or are no longer wanted.
    mutating func receive(_ id: RequestID, _ received: [Row], visible: Range<Int>) -> Bool {
        guard let asked = pending, asked.id == id else { return false }
        pending = nil
        let start = asked.range.lowerBound
        if !rows.isEmpty, start == range.upperBound {
            rows += received
        } else if !rows.isEmpty, start + received.count == first {
            rows = received + rows
            first = start
        } else {
            rows = received
            first = start
        }
        trim(around: visible)
        return true
    }

    /// Records a failed fetch; returns false if it was not the running one.
    mutating func fail(_ id: RequestID) -> Bool {
        guard pending?.id == id else { return false }
        pending = nil
        return true
    }

    private func covers(_ wanted: Range<Int>) -> Bool {
        wanted.isEmpty
            || (range.lowerBound <= wanted.lowerBound && range.upperBound >= wanted.upperBound)
    }

    private mutating func trim(around visible: Range<Int>) {
        let kept = Self.widen(
            visible,
            by: visible.count * Self.fetchedPages,
            count: range.upperBound
        ).clamped(to: range)
        guard !kept.isEmpty, kept.count < rows.count else { return }
        rows = Array(rows[kept.lowerBound - first..<kept.upperBound - first])
        first = kept.lowerBound
    }

    private static func widen(_ range: Range<Int>, by margin: Int, count: Int) -> Range<Int> {
        let start = max(0, range.lowerBound - margin)
        return start..<max(start, min(count, range.upperBound + margin))
    }
}
