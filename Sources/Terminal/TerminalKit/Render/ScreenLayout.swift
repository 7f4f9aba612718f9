/// Where everything on a screen stands.
///
/// A screen's state asks it how many rows its lists show, so that it can page and fetch them.
public struct ScreenLayout: Equatable, Sendable {
    /// How much of a list is in sight.
    public struct ListPlacement: Equatable, Sendable {
        /// Which list.
        public var id: String
        /// Rows in sight, without titles, filter and footer.
        public var visibleRowCount: Int
    }

    /// The lists in reading order.
    public private(set) var lists: [ListPlacement] = []
    /// The size that would show the screen; nil when this one does.
    public private(set) var neededSize: Size?

    /// The size that was laid out.
    public let size: Size
    /// Where the title bar stands.
    let titleRow: Rect
    /// Where the steps stand; empty when there are none.
    let crumbRow: Rect
    /// Where the blocks stand.
    private(set) var content: StackLayout
    /// Where the blocks may stand.
    private(set) var contentRect: Rect
    /// Where the blocks of the second column stand; nil when it is not drawn.
    private(set) var aside: StackLayout?
    /// Where the blocks of the second column may stand.
    private(set) var asideRect: Rect
    /// Where the dialog stands.
    let dialog: DialogLayout?
    /// Where work under way is told; empty when there is none.
    let progressRow: Rect
    /// Where the message stands.
    let toastRows: Rect
    /// The message in lines.
    let toastLines: [SafeText]
    /// Where the keys stand.
    let hintRow: Rect

    /// What gives way where the content does not fit, one thing after the other.
    private enum Squeeze: CaseIterable {
        /// Nothing.
        case none
        /// The empty row above the content.
        case gap
        /// Messages cover the last rows of the content for as long as they stand there: a message
        /// must not take the screen away.
        case messageRows
    }

    /// From this height on an empty row stands above the content.
    private static let spaciousHeight = 20
    /// Between the columns: space, scroll bar, space, border, space.
    private static let asideGap = 5
    /// The second column is not narrower than this.
    private static let leastAsideWidth = 44
    /// The second column is not wider than this: lines would be hard to read.
    private static let greatestAsideWidth = 80

    /// The rows that a list shows; nil when the list is not on the screen.
    public func visibleRowCount(ofList id: String) -> Int? {
        lists.first { $0.id == id }?.visibleRowCount
    }

    /// Lays a screen out, and finds the size that would do where this one does not.
    init(_ model: ScreenModel, in size: Size) {
        self = Self.attempt(model, in: size)
        guard SizeClass(size) != .tooSmall else {
            neededSize = Self.sufficientSize(for: model, atLeast: SizeClass.minimum)
            return
        }
        guard let shortfall else { return }
        neededSize = Self.sufficientSize(for: model, atLeast: shortfall)
    }

    /// What this layout lacks, as a size to try next; nil when it lacks nothing.
    private var shortfall: Size? {
        var width = size.width
        var height = size.height
        func require(_ stack: StackLayout, in rect: Rect) {
            width = max(width, size.width + stack.neededWidth - rect.width)
            height = max(height, size.height + stack.neededHeight - rect.height)
        }
        require(content, in: contentRect)
        if let dialog { require(dialog.stack, in: dialog.interior) }
        let wanted = Size(width: width, height: height)
        return wanted == size ? nil : wanted
    }

    /// The first size found to be enough, growing from one that may not be: margins grow too.
    private static func sufficientSize(for model: ScreenModel, atLeast start: Size) -> Size {
        var candidate = start
        for _ in 0..<8 {
            let layout = attempt(model, in: candidate)
            guard let more = layout.shortfall else { return candidate }
            candidate = more
        }
        return candidate
    }

    /// The layout that gives up least, or the tightest one when none fits.
    ///
    /// Nothing that stands nowhere else is left out of the content for the sake of an empty row or a
    /// message.
    private static func attempt(_ model: ScreenModel, in size: Size) -> ScreenLayout {
        var best = ScreenLayout(model, in: size, squeeze: .none)
        for squeeze in Squeeze.allCases.dropFirst() {
            if best.shortfall == nil, best.content.tightness <= .brief { break }
            let layout = ScreenLayout(model, in: size, squeeze: squeeze)
            let givesUpLess =
                layout.shortfall == nil && layout.content.tightness < best.content.tightness
            if best.shortfall != nil || givesUpLess { best = layout }
        }
        return best
    }

    private init(_ model: ScreenModel, in size: Size, squeeze: Squeeze) {
        // On the right a space and the scroll bar; narrow screens have neither.
        let margins =
            size.width >= SizeClass.designWidth ? (left: 1, right: 2) : (left: 0, right: 0)
        let isShort = SizeClass(size) == .narrow
        let whole = Rect(size)
        self.size = size
        titleRow = whole.firstRows(1)
        crumbRow = whole.droppingRows(1).firstRows(model.crumbs.isEmpty ? 0 : 1)
        hintRow = whole.row(size.height - 1)
        toastLines = model.toast.map { $0.text.wrapped(toWidth: max(1, size.width - 4)) } ?? []
        let progressCount = model.progress == nil ? 0 : 1
        let messageCount = max(1, toastLines.count + progressCount)
        let messages = Rect(
            x: 0,
            y: size.height - 1 - messageCount,
            width: size.width,
            height: messageCount
        )
        progressRow = messages.firstRows(progressCount)
        toastRows = messages.droppingRows(progressCount)

        let hasGap = squeeze == .none && size.height >= Self.spaciousHeight
        let top = crumbRow.endY + (hasGap ? 1 : 0)
        let end = squeeze == .messageRows ? hintRow.y - 1 : messages.y
        let area = Rect(
            x: margins.left,
            y: top,
            width: size.width - margins.left - margins.right,
            height: end - top
        )
        contentRect = area
        content = StackLayout(model.blocks, in: area, isShort: isShort)
        asideRect = Rect(x: 0, y: 0, width: 0, height: 0)
        dialog = model.dialog.map { DialogLayout($0, in: size, isShort: isShort) }
        if SizeClass(size) == .wide, !model.aside.isEmpty { placeAside(model, in: area) }
        lists =
            Self.placements(content, model.blocks)
            + (aside.map { Self.placements($0, model.aside) } ?? [])
    }

    /// Gives the second column two fifths of the width, unless something would not fit then or a
    /// list would lose a column, or its names room, that it has alone.
    private mutating func placeAside(_ model: ScreenModel, in area: Rect) {
        let asideWidth = min(
            max(Self.leastAsideWidth, area.width * 2 / 5),
            Self.greatestAsideWidth
        )
        let left = area.firstColumns(area.width - asideWidth - Self.asideGap)
        let right = area.lastColumns(asideWidth)
        let narrower = StackLayout(model.blocks, in: left, isShort: false)
        let beside = StackLayout(model.aside, in: right, isShort: false)
        guard narrower.fits(left), beside.fits(right) else { return }
        let keepsLists = model.blocks.allSatisfy { block in
            guard case .list(let list) = block else { return true }
            return !ListLayout(list, width: left.width).isReduced
                || ListLayout(list, width: area.width).isReduced
        }
        guard keepsLists else { return }
        content = narrower
        contentRect = left
        aside = beside
        asideRect = right
    }

    private static func placements(_ stack: StackLayout, _ blocks: [Block]) -> [ListPlacement] {
        stack.blocks.compactMap { placed in
            guard case .list(let list) = blocks[placed.index] else { return nil }
            return ListPlacement(
                id: list.id,
                visibleRowCount: max(
                    0,
                    placed.rect.height - list.chromeHeight(width: placed.rect.width)
                )
            )
        }
    }
}
