/// Which columns of a list are drawn, and where.
///
/// Beside a spare column a name keeps ``ampleName`` cells and columns stand one cell apart; then spare
/// columns go; then, in this order, the second cell between columns, the spare room of amounts and of
/// our own words, columns that may go, names in front of an end, the other names, columns that go
/// last. An amount never gives way: when all that is not enough, ``neededWidth`` says what would be.
/// Nothing of this depends on how long a name is: what somebody else wrote changes its own cells and
/// no other.
///
/// What no column has a use for is left free after the last one: an eye that reads a row across does
/// not lose it between two cells.
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
    /// A name gets no more cells than this, unless its column asks for more.
    static let greatestName = 40
    /// A name that takes what is left over keeps this many cells beside a spare column.
    static let ampleName = 24

    /// The columns that are drawn, from left to right.
    var columns: [PlacedColumn]
    /// The cells across without which an amount would be cut.
    var neededWidth: Int
    /// Whether columns were left out that are not spare ones, or one is less wide than it asks for.
    var isReduced: Bool

    /// Lays the columns out in a width.
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
            // An account that is known by its last digits is better than none.
            if Self.giveUpWords(&kept, of: priority) { continue }
            kept.removeAll { $0.dropPriority == priority }
        }
        while Self.sum(kept, 1, \.least) > room, let priority = Self.lastToGo(kept) {
            kept.removeAll { $0.dropPriority == priority }
        }
        // Between names that are whole, one cell does.
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

    /// The highest priority among the columns that may go; nil when none may.
    private static func nextToGo(_ columns: [MeasuredColumn]) -> Int? {
        columns.map(\.dropPriority).max().flatMap { $0 > 0 ? $0 : nil }
    }

    /// Gives up the words in front of the ends of the columns that would go next.
    ///
    /// - Returns: False if there are none to give up.
    private static func giveUpWords(_ columns: inout [MeasuredColumn], of priority: Int) -> Bool {
        var hasGivenUp = false
        for place in columns.indices where columns[place].dropPriority == priority {
            if columns[place].giveUpWords() { hasGivenUp = true }
        }
        return hasGivenUp
    }

    /// The highest priority among the columns that go where amounts have no room; nil without one.
    private static func lastToGo(_ columns: [MeasuredColumn]) -> Int? {
        columns.map(\.dropPriority).filter { $0 < 0 }.max()
    }

    private static func widths(_ columns: [MeasuredColumn], room: Int, gap: Int) -> [Int] {
        let widths = columns.map(\.modest)
        let spare = room - sum(columns, gap, \.modest)
        return spare < 0
            ? shrink(widths, by: -spare, columns) : share(spare, among: columns, widths)
    }

    /// Takes cells away: from our own words what their titles took, then from names, in front of an
    /// end first, and of those that go first the most.
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

    /// Gives spare cells away.
    ///
    /// 1. Amounts get what their titles need.
    /// 2. Amounts and our own words get what they want.
    /// 3. Flexible columns are raised up to what is comfortable, those that are dropped last first.
    /// 4. Words that were given up in front of an end come back.
    /// 5. The rest goes evenly to those that have a use for more; what is left then stays free.
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
    /// In which order columns give cells away, the lowest first: what an end says is said without the
    /// words in front of it.
    fileprivate var worth: Int {
        if !isName { return 0 }
        return hasEnds ? 1 : 2
    }
}

extension ListModel {
    /// Rows that the list takes beside the rows it lists.
    func chromeHeight(width: Int) -> Int {
        (showsHeader ? 1 : 0) + (filter == nil ? 0 : 1) + (footer == nil ? 0 : 1)
            + (substitute(width: width) == nil ? 0 : 1)
    }

    /// The line that stands for a column which is left out; nil where none is missed.
    func substitute(width: Int) -> SafeText? {
        let missed = columns.indices.filter { columns[$0].substitute != nil }
        guard !missed.isEmpty else { return nil }
        let shown = Set(ListLayout(self, width: width).columns.map(\.index))
        return missed.first { !shown.contains($0) }.flatMap { columns[$0].substitute }
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
