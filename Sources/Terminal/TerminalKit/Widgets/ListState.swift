/// Which row of a long list is selected and which row is at the top.
///
/// It knows how many rows there are and how many are in sight, and not one of the rows: those are
/// fetched by ``visibleRange``. The selected row is always in sight.
public struct ListState: Equatable, Sendable {
    /// How many rows there are.
    public private(set) var count: Int
    /// How many rows are in sight, at least 1.
    public private(set) var height: Int
    /// The row at the top, 0-based.
    public private(set) var top: Int
    /// The selected row, 0-based; nil when there are no rows.
    public private(set) var selected: Int?

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

    /// Says how many rows there are now; the selection stays on its row or moves to the last.
    public mutating func setCount(_ newCount: Int) {
        count = max(0, newCount)
        select(selected ?? 0)
    }

    /// Says how many rows are in sight now.
    public mutating func setHeight(_ newHeight: Int) {
        height = max(1, newHeight)
        select(selected ?? 0)
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
        top = min(max(top, row - height + 1), row)
        top = min(top, max(0, count - height))
    }

    /// Moves the selection by this many rows, up when negative.
    public mutating func move(by rows: Int) {
        select(sum(selected ?? 0, rows))
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

    /// A sum that stops at the largest and smallest number rather than trap.
    private func sum(_ left: Int, _ right: Int) -> Int {
        let (value, overflow) = left.addingReportingOverflow(right)
        guard overflow else { return value }
        return right < 0 ? Int.min : Int.max
    }
}
