/// Which row of a long list is selected and which row is at the top.
///
/// It knows how many rows there are and how many are in sight, and not one of the rows: those are
/// fetched by ``visibleRange``. The selected row is always in sight.
///
/// A list that changes while somebody looks at it says which rows it has, by ``setRows(_:isAttended:)``:
/// then the selection is on what was selected and not on a place, in which another row may stand.
public struct ListState: Equatable, Sendable {
    /// How many rows there are.
    public private(set) var count: Int
    /// How many rows are in sight, at least 1.
    public private(set) var height: Int
    /// The row at the top, 0-based.
    public private(set) var top: Int
    /// The selected row, 0-based; nil when there are no rows, and after the selected one has gone.
    public private(set) var selected: Int?
    /// The rows from the first to the last; empty where only their number is known.
    public private(set) var ids: [RowID] = []
    /// The row that was selected last, also after it has gone; nil where only places are known.
    private var mark: RowID?
    /// The place of the row that was selected last.
    private var place = 0
    /// The row after which the one in its place is selected, once it goes.
    private var released: RowID?

    /// Starts at the first row.
    ///
    /// - Parameters:
    ///   - count: How many rows there are; less than 0 counts as 0.
    ///   - height: How many rows are in sight; less than 1 counts as 1.
    public init(count: Int = 0, height: Int = 10) {
        self.count = max(0, count)
        self.height = max(1, height)
        top = 0
        selected = count > 0 ? 0 : nil
    }

    /// Says how many rows there are now; the selection stays on its place or moves to the last.
    ///
    /// Only for rows that do not change under somebody's eyes, or whose place says which they are.
    public mutating func setCount(_ newCount: Int) {
        ids = []
        mark = nil
        count = max(0, newCount)
        select(selected ?? 0)
    }

    /// Says which rows there are now; the selection stays on what was selected, wherever it stands.
    ///
    /// Where that has gone, nothing is selected until somebody moves or it is back: nobody has chosen
    /// the row that stands in its place.
    ///
    /// - Parameters:
    ///   - newIDs: The rows from the first to the last.
    ///   - isAttended: True if keys go to the list. Otherwise it goes on showing its beginning, and
    ///     its selection may move, since nothing is done with it.
    /// - Complexity: O(n) in the number of rows.
    public mutating func setRows(_ newIDs: [RowID], isAttended: Bool = true) {
        ids = newIDs
        count = newIDs.count
        if !isAttended, place == 0 { mark = nil }
        guard let mark else { return select(selected ?? 0) }
        if let row = row(of: mark) { return select(row) }
        guard isAttended, released != mark else {
            self.mark = nil
            return select(place)
        }
        selected = nil
        top = min(top, max(0, count - height))
    }

    /// Says how many rows are in sight now.
    public mutating func setHeight(_ newHeight: Int) {
        height = max(1, newHeight)
        guard !hasLostSelection else {
            top = min(top, max(0, count - height))
            return
        }
        select(selected ?? 0)
    }

    /// The row that is selected; nil where none is, or only its place is known.
    public var selectedID: RowID? { selected == nil ? nil : mark }

    /// True if there are rows and none is selected, since the one that was has gone.
    public var hasLostSelection: Bool { count > 0 && selected == nil }

    /// Forgets what was selected: of whatever rows come next, the first one is.
    public mutating func restart() {
        moveToStart()
        mark = nil
        released = nil
    }

    /// Says that a row may go because of what is done with it now: if it is the selected one, the row
    /// in its place is selected then.
    public mutating func release(_ id: RowID) {
        if mark == id { released = id }
    }

    /// Selects a row, the nearest one when there is no such row, and brings it in sight.
    public mutating func select(_ index: Int) {
        guard count > 0 else {
            selected = nil
            top = 0
            return
        }
        let row = min(max(0, index), count - 1)
        selected = row
        place = row
        mark = ids.indices.contains(row) ? ids[row] : nil
        if released != mark { released = nil }
        top = min(max(top, row - height + 1), row)
        top = min(top, max(0, count - height))
    }

    /// Moves the selection by this many rows, up when negative; from where it has gone, to the row
    /// above or below.
    public mutating func move(by rows: Int) {
        guard hasLostSelection else { return select(sum(selected ?? 0, rows)) }
        // The row below has come up into the place.
        select(sum(place, rows > 0 ? rows - 1 : rows))
    }

    /// Moves by whole pages, up when negative; the row that was at one edge stays in sight.
    public mutating func page(by pages: Int) {
        let (rows, overflow) = max(1, height - 1).multipliedReportingOverflow(by: pages)
        let distance = overflow ? (pages < 0 ? -count : count) : rows
        top = min(max(0, sum(top, distance)), max(0, count - height))
        move(by: distance)
    }

    /// Selects the first row.
    public mutating func moveToStart() {
        select(0)
    }

    /// Selects the last row.
    public mutating func moveToEnd() {
        select(count - 1)
    }

    /// The rows in sight.
    public var visibleRange: Range<Int> {
        top..<min(count, sum(top, height))
    }

    /// The place of a row; of two with one name, the selected one.
    private func row(of id: RowID) -> Int? {
        if let selected, ids.indices.contains(selected), ids[selected] == id { return selected }
        return ids.firstIndex(of: id)
    }

    /// A sum that stops at the largest and smallest number rather than trap.
    private func sum(_ left: Int, _ right: Int) -> Int {
        let (value, overflow) = left.addingReportingOverflow(right)
        guard overflow else { return value }
        return right < 0 ? Int.min : Int.max
    }
}
