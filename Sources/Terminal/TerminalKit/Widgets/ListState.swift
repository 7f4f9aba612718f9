/// Selection and scroll position of a long list.
///
/// It knows the number of rows and of visible rows, but not their contents, which are fetched by
/// ``visibleRange``. The selected row is always visible.
///
/// A list that changes while it is displayed reports its row identifiers with
/// ``setRows(_:isAttended:)``. The selection then follows the selected row instead of its position,
/// where another row may appear.
package struct ListState: Equatable, Sendable {
    /// Number of rows in the list.
    package private(set) var count: Int
    /// Number of visible rows, at least 1.
    package private(set) var height: Int
    /// Index of the top visible row, 0-based.
    package private(set) var top: Int
    /// Index of the selected row, 0-based; nil if there are no rows or it was removed.
    package private(set) var selected: Int?
    /// Identifiers of all rows in order; empty if only their number is known.
    package private(set) var ids: [RowID] = []
    /// Identifier of the last selected row, even a removed one; nil if only positions are known.
    private var mark: RowID?
    /// Position of the last selected row.
    private var place = 0
    /// Row whose removal moves the selection to the row in its place.
    private var released: RowID?

    /// Creates a list state with the first row selected, and at least one visible row.
    package init(count: Int = 0, height: Int = 10) {
        self.count = max(0, count)
        self.height = max(1, height)
        top = 0
        selected = count > 0 ? 0 : nil
    }

    /// Sets the number of rows; the selection keeps its position or moves to the last row.
    ///
    /// Use this only for rows that do not change while displayed, or that are identified by their
    /// position.
    package mutating func setCount(_ newCount: Int) {
        ids = []
        mark = nil
        count = max(0, newCount)
        select(selected ?? 0)
    }

    /// Sets the rows by their identifiers; the selection follows the selected row.
    ///
    /// If that row was removed, nothing is selected until the user moves or the row is back. The
    /// user did not choose the row that took its place. An unattended list, which receives no keys,
    /// keeps showing its beginning, and its selection may move, since no command uses it.
    package mutating func setRows(_ newIDs: [RowID], isAttended: Bool = true) {
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

    /// Sets the number of visible rows.
    package mutating func setHeight(_ newHeight: Int) {
        height = max(1, newHeight)
        if hasLostSelection {
            top = min(top, max(0, count - height))
        } else {
            select(selected ?? 0)
        }
    }

    /// Identifier of the selected row; nil if none is selected or only positions are known.
    package var selectedID: RowID? { selected == nil ? nil : mark }

    /// True if there are rows and none is selected, because the selected one was removed.
    package var hasLostSelection: Bool { count > 0 && selected == nil }

    /// Clears the selection for new rows, of which the first will be selected.
    package mutating func restart() {
        moveToStart()
        mark = nil
        released = nil
    }

    /// Announces that the command may remove a row, and that the row in its place is then selected.
    package mutating func release(_ id: RowID) {
        if mark == id { released = id }
    }

    /// Selects a row, or the nearest one if the index is out of range, and scrolls it into view.
    package mutating func select(_ index: Int) {
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

    /// Moves the selection by a number of rows, up if negative.
    ///
    /// If the selected row was removed, moves to the row above or below its position.
    package mutating func move(by rows: Int) {
        guard hasLostSelection else { return select(sum(selected ?? 0, rows)) }
        // The row below has moved up into the position.
        select(sum(place, rows > 0 ? rows - 1 : rows))
    }

    /// Moves by whole pages, up if negative; the row at the edge stays visible.
    package mutating func page(by pages: Int) {
        let (rows, overflow) = max(1, height - 1).multipliedReportingOverflow(by: pages)
        let distance = overflow ? (pages < 0 ? -count : count) : rows
        top = min(max(0, sum(top, distance)), max(0, count - height))
        move(by: distance)
    }

    /// Selects the first row of the list.
    package mutating func moveToStart() {
        select(0)
    }

    /// Selects the last row of the list.
    package mutating func moveToEnd() {
        select(count - 1)
    }

    /// Range of visible row indices.
    package var visibleRange: Range<Int> {
        top..<min(count, sum(top, height))
    }

    /// Returns the position of a row; of two with one identifier, the selected one.
    private func row(of id: RowID) -> Int? {
        if let selected, ids.indices.contains(selected), ids[selected] == id { return selected }
        return ids.firstIndex(of: id)
    }

    /// Returns a sum that saturates instead of trapping on overflow.
    private func sum(_ left: Int, _ right: Int) -> Int {
        let (value, overflow) = left.addingReportingOverflow(right)
        guard overflow else { return value }
        return right < 0 ? Int.min : Int.max
    }
}
