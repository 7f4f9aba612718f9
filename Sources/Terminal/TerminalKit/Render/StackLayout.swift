/// Blocks one under another in a block of cells.
///
/// Lists share the rows that the other blocks leave. Where the rows do not suffice, spaces and
/// rules go first, then remarks; when that is not enough, ``neededHeight`` says what would be.
struct StackLayout: Equatable, Sendable {
    /// What is left out where rows are short.
    enum Tightness: Int, CaseIterable, Sendable {
        /// Nothing.
        case roomy
        /// Spaces and rules.
        case tight
        /// Muted paragraphs too.
        case bare
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
            heights = source.map {
                $0.leastHeight(width: rect.width, isShort: isShort, tightness: tightness)
            }
            self.tightness = tightness
            neededHeight = heights.reduce(0, +)
            if neededHeight <= rect.height { break }
        }
        Self.share(rect.height - neededHeight, among: source, &heights)
        var y = rect.y
        for (index, height) in heights.enumerated() {
            let placed = Rect(x: rect.x, y: y, width: rect.width, height: height)
            if height > 0 { blocks.append(PlacedBlock(index: index, rect: placed)) }
            y += height
        }
    }

    /// Gives spare rows to the lists, evenly, and to none more than it can fill.
    private static func share(_ spare: Int, among source: [Block], _ heights: inout [Int]) {
        var spare = spare
        var hungry = source.indices.filter { index in
            if case .list(let list) = source[index] {
                heights[index] < list.chromeHeight + max(1, list.rowCount)
            } else {
                false
            }
        }
        while spare > 0, !hungry.isEmpty {
            let portion = max(1, spare / hungry.count)
            for index in hungry where spare > 0 {
                guard case .list(let list) = source[index] else { continue }
                let wanted = list.chromeHeight + max(1, list.rowCount) - heights[index]
                let given = min(portion, spare, wanted)
                heights[index] += given
                spare -= given
            }
            hungry.removeAll { index in
                guard case .list(let list) = source[index] else { return true }
                return heights[index] >= list.chromeHeight + max(1, list.rowCount)
            }
        }
    }
}

extension Block {
    /// A list is not made lower than this many rows of its own.
    private static let leastListRows = 3

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
        case .text(let paragraphs, let role):
            tightness == .bare && role == .textMuted
                ? 0
                : paragraphs.reduce(0) { $0 + $1.wrapped(toWidth: max(1, width)).count }
        case .facts(let facts): FactsLayout(facts, width: width).height
        case .list(let list):
            list.chromeHeight + max(1, min(list.rowCount, Self.leastListRows))
        case .form(let form):
            FormLayout(form, width: width, isShort: isShort, isTight: tightness != .roomy).height
        case .buttons(let buttons): ButtonsLayout(buttons, width: width).height
        }
    }
}
