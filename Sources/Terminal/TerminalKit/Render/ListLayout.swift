/// Which columns of a list are drawn, and where.
///
/// What gives way, in this order: columns that may go, the spare room of amounts, the names. An
/// amount never does: when that is not enough, ``neededWidth`` says what would be.
struct ListLayout: Equatable, Sendable {
    /// A column that is drawn.
    struct PlacedColumn: Equatable, Sendable {
        /// Which of the list's columns this is.
        var index: Int
        /// Cells from the left edge of the list.
        var x: Int
        /// Cells across.
        var width: Int
        /// The parts of the amounts in it; nil when it holds none.
        var amounts: AmountMetrics?
    }

    /// Cells in front of the columns: the mark of the selected row and that of a marked one.
    static let prefixWidth = 2
    /// From this width on, two cells stand between columns; below it, one.
    static let spaciousWidth = SizeClass.designWidth - 3
    /// A name is not cut shorter than this to make room for an amount.
    static let shortestName = 6

    /// The columns that are drawn, from left to right.
    var columns: [PlacedColumn]
    /// The cells across without which an amount would be cut.
    var neededWidth: Int
    /// Whether columns were left out.
    var isReduced: Bool

    /// Lays the columns out in a width.
    init(_ list: ListModel, width: Int) {
        let gap = width < Self.spaciousWidth ? 1 : 2
        let all = list.columns.indices.map { Self.measure(list, column: $0) }
        var kept = all
        let room = width - Self.prefixWidth
        while Self.sum(kept, gap, \.preferred) > room, let victim = Self.nextToDrop(kept, list) {
            kept.remove(at: victim)
        }
        neededWidth = Self.prefixWidth + Self.sum(kept, gap, \.least)
        isReduced = kept.count < all.count
        columns = []
        var x = Self.prefixWidth
        for (measured, columnWidth) in zip(kept, Self.widths(kept, room: room, gap: gap)) {
            columns.append(
                PlacedColumn(
                    index: measured.index,
                    x: x,
                    width: columnWidth,
                    amounts: measured.amounts
                )
            )
            x += columnWidth + gap
        }
    }

    private struct Measured {
        var index: Int
        var least: Int
        var preferred: Int
        var isFlexible: Bool
        var amounts: AmountMetrics?
    }

    private static func measure(_ list: ListModel, column index: Int) -> Measured {
        let amounts = list.window.rows.compactMap { row in
            row.cells.indices.contains(index) ? row.cells[index].amount : nil
        }
        let metrics = amounts.isEmpty ? nil : AmountMetrics(amounts)
        let required = metrics?.width ?? 0
        switch list.columns[index].width {
        case .fixed(let width):
            let preferred = max(1, width, required)
            return Measured(
                index: index,
                least: metrics == nil ? preferred : required,
                preferred: preferred,
                isFlexible: false,
                amounts: metrics
            )
        case .flexible(let minimum):
            let preferred = max(1, minimum, required)
            let name = max(1, min(minimum, shortestName))
            return Measured(
                index: index,
                least: metrics == nil ? name : required,
                preferred: preferred,
                isFlexible: true,
                amounts: metrics
            )
        }
    }

    private static func sum(
        _ columns: [Measured],
        _ gap: Int,
        _ width: (Measured) -> Int
    ) -> Int {
        columns.reduce(max(0, columns.count - 1) * gap) { $0 + width($1) }
    }

    /// The column with the highest priority to go, the rightmost of equals.
    private static func nextToDrop(_ columns: [Measured], _ list: ListModel) -> Int? {
        var victim: Int?
        for (place, column) in columns.enumerated() {
            let priority = list.columns[column.index].dropPriority
            guard priority > 0 else { continue }
            if let other = victim, list.columns[columns[other].index].dropPriority > priority {
                continue
            }
            victim = place
        }
        return victim
    }

    private static func widths(_ columns: [Measured], room: Int, gap: Int) -> [Int] {
        var widths = columns.map(\.preferred)
        var excess = widths.reduce(max(0, columns.count - 1) * gap, +) - room
        let amountsFirst =
            columns.indices.filter { columns[$0].amounts != nil }
            + columns.indices.filter { columns[$0].amounts == nil }
        for place in amountsFirst where excess > 0 {
            let given = min(excess, widths[place] - columns[place].least)
            widths[place] -= given
            excess -= given
        }
        guard excess < 0 else { return widths }
        let flexible = columns.indices.filter { columns[$0].isFlexible }
        guard !flexible.isEmpty else { return widths }
        let (share, rest) = (-excess).quotientAndRemainder(dividingBy: flexible.count)
        for (order, place) in flexible.enumerated() {
            widths[place] += share + (order < rest ? 1 : 0)
        }
        return widths
    }
}

extension ListModel {
    /// Rows that the list takes beside the rows it lists.
    var chromeHeight: Int {
        (showsHeader ? 1 : 0) + (filter == nil ? 0 : 1) + (footer == nil ? 0 : 1)
    }

    /// The row to draw at the top, so that the selected one is in sight and no row is wasted.
    func effectiveTop(visibleCount: Int) -> Int {
        guard visibleCount > 0 else { return 0 }
        var first = min(max(0, top), max(0, rowCount - visibleCount))
        if let selected, selected >= 0, selected < rowCount {
            first = min(max(first, selected - visibleCount + 1), selected)
        }
        return first
    }
}
