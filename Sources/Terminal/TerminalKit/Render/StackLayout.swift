/// Blocks one under another in a block of cells.
///
/// Lists share the rows that the other blocks leave. What goes where the rows do not suffice, and in
/// which order, stands in ``Tightness``; when all of it is not enough, ``neededHeight`` says what
/// would be.
struct StackLayout: Equatable, Sendable {
    /// What is left out where rows are short.
    enum Tightness: Int, CaseIterable, Comparable, Sendable {
        /// Nothing.
        case roomy
        /// Spaces and rules.
        case tight
        /// Muted paragraphs too.
        case bare
        /// The paragraphs of an optional text after its first one too.
        case brief
        /// Optional texts that warn of nothing, and optional lists with the headings right above them,
        /// too.
        case essential
        /// All rows of a list but one too.
        case scant
        /// Facts of drop priority 2 too.
        case fewer
        /// Facts of drop priority 1 too.
        case fewest
        /// Optional warnings after their first line too.
        case terse
        /// Optional warnings too.
        case bereft

        static func < (one: Tightness, other: Tightness) -> Bool { one.rawValue < other.rawValue }
    }

    /// A block that is drawn.
    struct PlacedBlock: Equatable, Sendable {
        /// Which of the blocks this is.
        var index: Int
        /// Where it is drawn.
        var rect: Rect
    }

    /// The blocks that are drawn, from top to bottom.
    var blocks: [PlacedBlock] = []
    /// How much was left out.
    var tightness = Tightness.roomy
    /// The cells across without which an amount would be cut.
    var neededWidth = 0
    /// The rows without which something would be missing.
    var neededHeight = 0

    /// Whether everything has its place.
    func fits(_ rect: Rect) -> Bool {
        neededWidth <= rect.width && neededHeight <= rect.height
    }

    /// Places blocks.
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

    /// Whether a block is an optional list, or the heading of one.
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

    /// Gives spare rows to the lists, evenly, and to none more than it can fill.
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
    /// The lines of a text that are drawn.
    func lines(
        of paragraphs: [SafeText],
        role: Role,
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

    private func kept(_ paragraphs: [SafeText], role: Role, isOptional: Bool) -> [SafeText] {
        if role == .textMuted, self >= .bare { return [] }
        guard isOptional, self >= .brief else { return paragraphs }
        return self == .brief || role.isWarning ? Array(paragraphs.prefix(1)) : []
    }

    /// The facts that are drawn.
    func kept(_ facts: [Fact]) -> [Fact] {
        switch self {
        case .roomy, .tight, .bare, .brief, .essential, .scant: facts
        case .fewer: facts.filter { $0.dropPriority < 2 }
        case .fewest, .terse, .bereft: facts.filter { $0.dropPriority < 1 }
        }
    }

    /// A list is not made lower than this many rows of its own.
    fileprivate var leastListRows: Int { self >= .scant ? 1 : 3 }
}

extension Role {
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
