/// Selection and positions of the columns of a list.
///
/// While there is a spare column, a name keeps ``ampleName`` cells and columns are one cell apart.
/// If the width is too small, these give way in order: spare columns; the second cell between
/// columns; the spare room of amounts and of our own words; columns that may be dropped; names in
/// front of an end; the other names; columns that are dropped last. An amount never gives way. If
/// all that is not enough, ``neededWidth`` is the required width. The layout does not depend on the
/// length of names: text written by others affects only its own cells.
///
/// Width that no column can use stays free after the last column. A row whose cells are close
/// together is easier to follow with the eye.
struct ListLayout: Equatable, Sendable {
    /// Position of a column that is drawn.
    struct PlacedColumn: Equatable, Sendable {
        /// Index of the column in the list.
        var index: Int
        /// Offset from the left edge of the list, in cells.
        var x: Int
        /// Width of the column in cells.
        var width: Int
        /// Metrics of the column's amounts; nil if it holds none.
        var amounts: AmountMetrics?
    }

    /// Cells in front of the columns, for the marks of a disabled row and of the selected row.
    static let prefixWidth = 2
    /// Width from which columns are two cells apart instead of one.
    static let spaciousWidth = SizeClass.designWidth - 3
    /// Width to which names are cut at most to make room for an amount.
    static let shortestName = 6
    /// Maximum width of a name, unless its column asks for more.
    static let greatestName = 40
    /// Width that a flexible name keeps beside a spare column.
    static let ampleName = 24

    /// The drawn columns from left to right.
    var columns: [PlacedColumn]
    /// Minimum width in cells at which no amount is cut.
    var neededWidth: Int
    /// True if a regular (not spare) column is missing, or one is narrower than it asks for.
    var isReduced: Bool

    /// Lays the columns of a list out in a given width.
    init(_ list: ListModel, width: Int) {
        let all = list.columns.indices.map { MeasuredColumn(list, column: $0) }
        var kept = all
        let room = width - Self.prefixWidth
        while Self.sum(kept, 1, \.ample) > room, let priority = Self.nextToGo(kept),
            priority >= Column.sparePriority
        {
            kept.removeAll { $0.dropPriority == priority }
        }
        while Self.sum(kept, 1, \.modest) > room, let priority = Self.nextToGo(kept) {
            // An account identified by its last digits is better than none.
            if Self.giveUpWords(&kept, of: priority) { continue }
            kept.removeAll { $0.dropPriority == priority }
        }
        while Self.sum(kept, 1, \.least) > room, let priority = Self.lastToGo(kept) {
            kept.removeAll { $0.dropPriority == priority }
        }
        // Names that are not cut are readable one cell apart.
        let hasSpare = kept.contains { $0.dropPriority >= Column.sparePriority }
        let spread = Self.sum(kept, 2, hasSpare ? \.ample : \.titled)
        let isSpacious = width >= Self.spaciousWidth && spread <= room
        let gap = isSpacious ? 2 : 1
        neededWidth = Self.prefixWidth + Self.sum(kept, 1, \.least)
        let regularCount = all.count { $0.dropPriority < Column.sparePriority }
        isReduced =
            kept.count < regularCount || kept.contains(where: \.hasGivenUpWords)
            || Self.sum(kept, gap, \.modest) > room
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

    private static func sum(
        _ columns: [MeasuredColumn],
        _ gap: Int,
        _ width: (MeasuredColumn) -> Int
    ) -> Int {
        columns.reduce(max(0, columns.count - 1) * gap) { $0 + width($1) }
    }

    /// Returns the highest priority among the columns that may be dropped, or nil if none may.
    private static func nextToGo(_ columns: [MeasuredColumn]) -> Int? {
        columns.map(\.dropPriority).max().flatMap { $0 > 0 ? $0 : nil }
    }

    /// Drops the words in front of the ends at a priority; returns false if there are none.
    private static func giveUpWords(_ columns: inout [MeasuredColumn], of priority: Int) -> Bool {
        var hasGivenUp = false
        for place in columns.indices where columns[place].dropPriority == priority {
            if columns[place].giveUpWords() { hasGivenUp = true }
        }
        return hasGivenUp
    }

    /// Returns the highest priority of columns dropped only for amounts that do not fit, or nil.
    private static func lastToGo(_ columns: [MeasuredColumn]) -> Int? {
        columns.map(\.dropPriority).filter { $0 < 0 }.max()
    }

    private static func widths(_ columns: [MeasuredColumn], room: Int, gap: Int) -> [Int] {
        let widths = columns.map(\.modest)
        let spare = room - sum(columns, gap, \.modest)
        return spare < 0
            ? shrink(widths, by: -spare, columns) : share(spare, among: columns, widths)
    }

    /// Takes cells away, first from our own words, then from names.
    ///
    /// Names in front of an end shrink before other names, and columns that are dropped first
    /// shrink first.
    private static func shrink(
        _ widths: [Int],
        by cells: Int,
        _ columns: [MeasuredColumn]
    ) -> [Int] {
        var widths = widths
        var excess = cells
        let order = columns.indices.sorted {
            let (one, other) = (columns[$0], columns[$1])
            return (one.worth, -one.dropPriority, $0) < (other.worth, -other.dropPriority, $1)
        }
        for place in order where excess > 0 {
            let given = min(excess, widths[place] - columns[place].least)
            widths[place] -= given
            excess -= given
        }
        return widths
    }

    /// Distributes spare cells in this order.
    ///
    /// 1. Amounts get the width of their titles.
    /// 2. Amounts and our own words get their wanted width.
    /// 3. Flexible columns grow to their comfortable width, those dropped last first.
    /// 4. Words dropped in front of an end come back.
    /// 5. The rest is shared evenly among the columns that can use more. What is left stays free.
    private static func share(
        _ spare: Int,
        among columns: [MeasuredColumn],
        _ widths: [Int]
    ) -> [Int] {
        var widths = widths
        var spare = spare
        func raise(_ place: Int, to wanted: Int) {
            let given = min(spare, max(0, wanted - widths[place]))
            widths[place] += given
            spare -= given
        }
        for place in columns.indices { raise(place, to: columns[place].titled) }
        for place in columns.indices where !columns[place].hasGivenUpWords {
            raise(place, to: columns[place].wanted)
        }
        let flexible = columns.indices.filter { columns[$0].isFlexible }
        for place in flexible.sorted(by: {
            (columns[$0].dropPriority, $0) < (columns[$1].dropPriority, $1)
        }) {
            raise(place, to: columns[place].comfortable)
        }
        for place in columns.indices { raise(place, to: columns[place].wanted) }
        var hungry = flexible.filter { widths[$0] < columns[$0].most }
        while spare > 0, !hungry.isEmpty {
            let (portion, rest) = spare.quotientAndRemainder(dividingBy: hungry.count)
            for (order, place) in hungry.enumerated() {
                let offered = widths[place] + portion + (order < rest ? 1 : 0)
                raise(place, to: min(columns[place].most, offered))
            }
            hungry.removeAll { widths[$0] >= columns[$0].most }
        }
        return widths
    }
}

extension MeasuredColumn {
    /// Rank for shrinking, lowest first: an end is meaningful without the words in front of it.
    fileprivate var worth: Int {
        if !isName { return 0 }
        return hasEnds ? 1 : 2
    }
}

extension ListModel {
    /// Returns the number of rows that the list needs besides its data rows.
    func chromeHeight(width: Int) -> Int {
        (showsHeader ? 1 : 0) + (filter == nil ? 0 : 1) + (footer == nil ? 0 : 1)
            + (substitute(width: width) == nil ? 0 : 1)
    }

    /// Returns the line that replaces a dropped column, or nil if none is missing.
    func substitute(width: Int) -> SafeText? {
        let missed = columns.indices.filter { columns[$0].substitute != nil }
        guard !missed.isEmpty else { return nil }
        let shown = Set(ListLayout(self, width: width).columns.map(\.index))
        return missed.first { !shown.contains($0) }.flatMap { columns[$0].substitute }
    }

    /// Returns the top row that keeps the selected row visible and leaves no row unused.
    func effectiveTop(visibleCount: Int) -> Int {
        guard visibleCount > 0 else { return 0 }
        var first = min(max(0, top), max(0, rowCount - visibleCount))
        if let selected, selected >= 0, selected < rowCount {
            first = min(max(first, selected - visibleCount + 1), selected)
        }
        return first
    }
}
