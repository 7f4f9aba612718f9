/// Vertical layout of blocks in a rectangle.
///
/// Lists share the rows that the other blocks leave free. ``Tightness`` defines what is left out,
/// and in which order, if there are too few rows. If leaving all of it out is not enough,
/// ``neededHeight`` is the required height.
struct StackLayout: Equatable, Sendable {
    /// Degree to which content is left out if rows are short, each including those before it.
    enum Tightness: Int, CaseIterable, Comparable, Sendable {
        /// Nothing is left out.
        case roomy
        /// Spaces and rules are left out.
        case tight
        /// Muted paragraphs are left out too.
        case bare
        /// Paragraphs of optional texts after the first are left out too.
        case brief
        /// Optional texts that are no warnings are left out too, and optional lists with headings.
        case essential
        /// All rows of a list but one are left out too.
        case scant
        /// Facts of drop priority 2 are left out too.
        case fewer
        /// Facts of drop priority 1 are left out too.
        case fewest
        /// Optional warnings are cut after their first line too.
        case terse
        /// Optional warnings are left out too.
        case bereft

        static func < (one: Tightness, other: Tightness) -> Bool { one.rawValue < other.rawValue }
    }

    /// Position of a block that is drawn.
    struct PlacedBlock: Equatable, Sendable {
        /// Index of the block in the source.
        var index: Int
        /// Rectangle in which the block is drawn.
        var rect: Rect
    }

    /// The drawn blocks from top to bottom.
    var blocks: [PlacedBlock] = []
    /// Degree to which content was left out.
    var tightness = Tightness.roomy
    /// Minimum width in cells at which no amount is cut.
    var neededWidth = 0
    /// Minimum height in rows at which nothing essential is missing.
    var neededHeight = 0

    /// Returns true if everything fits into `rect`.
    func fits(_ rect: Rect) -> Bool {
        neededWidth <= rect.width && neededHeight <= rect.height
    }

    /// Places blocks one under another in a rectangle.
    init(_ source: [Block], in rect: Rect, isShort: Bool) {
        neededWidth = source.map { $0.neededWidth(width: rect.width, isShort: isShort) }.max() ?? 0
        var heights: [Int] = []
        for tightness in Tightness.allCases {
            heights = source.indices.map { index in
                tightness >= .essential && Self.isOptional(index, in: source)
                    ? 0
                    : source[index].leastHeight(
                        width: rect.width,
                        isShort: isShort,
                        tightness: tightness
                    )
            }
            self.tightness = tightness
            neededHeight = heights.reduce(0, +)
            if neededHeight <= rect.height { break }
        }
        Self.share(rect.height - neededHeight, among: source, width: rect.width, &heights)
        var y = rect.y
        for (index, height) in heights.enumerated() {
            let placed = Rect(x: rect.x, y: y, width: rect.width, height: height)
            if height > 0 { blocks.append(PlacedBlock(index: index, rect: placed)) }
            y += height
        }
    }

    /// Returns true if a block is an optional list or the heading of one.
    private static func isOptional(_ index: Int, in source: [Block]) -> Bool {
        switch source[index] {
        case .list(let list): list.isOptional
        case .heading:
            if source.indices.contains(index + 1), case .list(let list) = source[index + 1] {
                list.isOptional
            } else {
                false
            }
        default: false
        }
    }

    /// Shares spare rows evenly among the lists, and gives none more than it can fill.
    private static func share(
        _ spare: Int,
        among source: [Block],
        width: Int,
        _ heights: inout [Int]
    ) {
        var spare = spare
        let most = source.map { block -> Int in
            if case .list(let list) = block {
                list.chromeHeight(width: width) + max(1, list.rowCount)
            } else {
                0
            }
        }
        var hungry = source.indices.filter { heights[$0] > 0 && heights[$0] < most[$0] }
        while spare > 0, !hungry.isEmpty {
            let portion = max(1, spare / hungry.count)
            for index in hungry where spare > 0 {
                let given = min(portion, spare, most[index] - heights[index])
                heights[index] += given
                spare -= given
            }
            hungry.removeAll { heights[$0] >= most[$0] }
        }
    }
}

extension StackLayout.Tightness {
    /// Returns the lines of a text that are drawn.
    func lines(
        of paragraphs: [SafeText],
        role: StyleRole,
        isOptional: Bool,
        width: Int
    ) -> [SafeText] {
        let width = max(1, width)
        if self >= .terse, isOptional, role.isWarning {
            // The beginning of a warning is better than none.
            let first = paragraphs.first.map { $0.shortened(toWidth: width) }
            return self == .terse ? [first].compactMap(\.self) : []
        }
        return kept(paragraphs, role: role, isOptional: isOptional)
            .flatMap { $0.wrapped(toWidth: width) }
    }

    private func kept(_ paragraphs: [SafeText], role: StyleRole, isOptional: Bool) -> [SafeText] {
        if role == .textMuted, self >= .bare { return [] }
        guard isOptional, self >= .brief else { return paragraphs }
        return self == .brief || role.isWarning ? Array(paragraphs.prefix(1)) : []
    }

    /// Returns the facts that are drawn.
    func kept(_ facts: [Fact]) -> [Fact] {
        switch self {
        case .roomy, .tight, .bare, .brief, .essential, .scant: facts
        case .fewer: facts.filter { $0.dropPriority < 2 }
        case .fewest, .terse, .bereft: facts.filter { $0.dropPriority < 1 }
        }
    }

    /// Minimum number of data rows of a list.
    fileprivate var leastListRows: Int { self >= .scant ? 1 : 3 }
}

extension StyleRole {
    /// True if a text in this role warns of something.
    fileprivate var isWarning: Bool { self == .statusWarning || self == .statusError }
}

extension Block {
    fileprivate func neededWidth(width: Int, isShort: Bool) -> Int {
        switch self {
        case .heading, .rule, .space: 0
        case .text: 20
        case .facts(let facts): FactsLayout(facts, width: width).neededWidth
        case .list(let list): ListLayout(list, width: width).neededWidth
        case .form(let form):
            FormLayout(form, width: width, isShort: isShort, isTight: true).neededWidth
        case .buttons(let buttons): ButtonsLayout(buttons, width: width).neededWidth
        }
    }

    fileprivate func leastHeight(
        width: Int,
        isShort: Bool,
        tightness: StackLayout.Tightness
    ) -> Int {
        switch self {
        case .heading: 1
        case .rule, .space: tightness == .roomy ? 1 : 0
        case .text(let paragraphs, let role, let isOptional):
            tightness.lines(of: paragraphs, role: role, isOptional: isOptional, width: width).count
        case .facts(let facts): FactsLayout(tightness.kept(facts), width: width).height
        case .list(let list):
            list.chromeHeight(width: width)
                + max(1, min(list.rowCount, tightness.leastListRows))
        case .form(let form):
            FormLayout(form, width: width, isShort: isShort, isTight: tightness != .roomy).height
        case .buttons(let buttons): ButtonsLayout(buttons, width: width).height
        }
    }
}
