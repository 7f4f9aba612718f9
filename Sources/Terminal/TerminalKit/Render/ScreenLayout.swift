/// Positions of everything on a screen, and the row counts by which its lists page and fetch.
package struct ScreenLayout: Equatable, Sendable {
    /// Visible part of one list.
    package struct ListPlacement: Equatable, Sendable {
        /// Identifier of the list.
        package var id: String
        /// Number of visible data rows, without titles, filter and footer.
        package var visibleRowCount: Int
    }

    /// The lists in reading order.
    package private(set) var lists: [ListPlacement] = []
    /// Size required to show the screen; nil if this one is enough.
    package private(set) var neededSize: Size?

    /// The size that was laid out.
    package let size: Size
    /// Row of the title bar.
    let titleRow: Rect
    /// Row of the steps; empty if there are none.
    let crumbRow: Rect
    /// Positions of the blocks.
    private(set) var content: StackLayout
    /// Area available to the blocks.
    private(set) var contentRect: Rect
    /// Positions of the blocks in the second column; nil if it is not drawn.
    private(set) var aside: StackLayout?
    /// Area available to the second column.
    private(set) var asideRect: Rect
    /// Position of the dialog; nil if there is none.
    let dialog: DialogLayout?
    /// Row of the progress line; empty if there is none.
    let progressRow: Rect
    /// Rows of the message.
    let toastRows: Rect
    /// The message, wrapped into lines.
    let toastLines: [SafeText]
    /// Row of the key hints.
    let hintRow: Rect

    /// Measures that make room for the content, each in addition to the one before.
    private enum Squeeze: CaseIterable {
        /// Nothing is given up.
        case none
        /// The empty row above the content is given up.
        case gap
        /// Messages cover the last rows of the content while they are shown.
        ///
        /// Otherwise a message could make the screen too small to draw.
        case messageRows
    }

    /// Height from which an empty row is drawn above the content.
    private static let spaciousHeight = 20
    /// Cells between the columns: space, scroll bar, space, border, space.
    private static let asideGap = 5
    /// Minimum width of the second column in cells.
    private static let leastAsideWidth = 44
    /// Maximum width of the second column in cells, because longer lines are hard to read.
    private static let greatestAsideWidth = 80

    /// Returns the number of visible rows of a list, or nil if the list is not on the screen.
    package func visibleRowCount(ofList id: String) -> Int? {
        lists.first { $0.id == id }?.visibleRowCount
    }

    /// Lays a screen out, and finds a sufficient size if this one is too small.
    init(_ model: ScreenModel, in size: Size) {
        self = Self.attempt(model, in: size)
        guard SizeClass(size) != .tooSmall else {
            neededSize = Self.sufficientSize(for: model, atLeast: SizeClass.minimum)
            return
        }
        guard let shortfall else { return }
        neededSize = Self.sufficientSize(for: model, atLeast: shortfall)
    }

    /// Larger size to try next, from what this layout lacks; nil if everything fits.
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

    /// Returns the first sufficient size found by growing `start`, as margins grow with the size.
    private static func sufficientSize(for model: ScreenModel, atLeast start: Size) -> Size {
        var candidate = start
        for _ in 0..<8 {
            let layout = attempt(model, in: candidate)
            guard let more = layout.shortfall else { return candidate }
            candidate = more
        }
        return candidate
    }

    /// Returns the layout that gives up least, or the tightest one if none fits.
    ///
    /// Content that is shown nowhere else is never left out in favour of an empty row or a message.
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
        // The right margin holds a space and the scroll bar. Narrow screens have neither.
        let (left, right) = size.width >= SizeClass.designWidth ? (1, 2) : (0, 0)
        let isShort = SizeClass(size) == .narrow
        let whole = Rect(size)
        self.size = size
        titleRow = whole.firstRows(1)
        crumbRow = whole.droppingRows(1).firstRows(model.crumbs.isEmpty ? 0 : 1)
        hintRow = whole.row(size.height - 1)
        toastLines = model.toast.map { $0.text.wrapped(toWidth: max(1, size.width - 4)) } ?? []
        let progressCount = model.progress == nil ? 0 : 1
        let messageCount = max(1, toastLines.count + progressCount)
        let firstMessage = size.height - 1 - messageCount
        let messages = Rect(x: 0, y: firstMessage, width: size.width, height: messageCount)
        progressRow = messages.firstRows(progressCount)
        toastRows = messages.droppingRows(progressCount)

        let hasGap = squeeze == .none && size.height >= Self.spaciousHeight
        let top = crumbRow.endY + (hasGap ? 1 : 0)
        let end = squeeze == .messageRows ? hintRow.y - 1 : messages.y
        let area = Rect(x: left, y: top, width: size.width - left - right, height: end - top)
        contentRect = area
        content = StackLayout(model.blocks, in: area, isShort: isShort)
        asideRect = Rect(x: 0, y: 0, width: 0, height: 0)
        dialog = model.dialog.map { DialogLayout($0, in: size, isShort: isShort) }
        if SizeClass(size) == .wide, !model.aside.isEmpty { placeAside(model, in: area) }
        lists =
            Self.placements(content, model.blocks)
            + (aside.map { Self.placements($0, model.aside) } ?? [])
    }

    /// Gives the second column two fifths of the width if everything still fits.
    ///
    /// It is left out if a list would lose a column, or room for its names, that it has at full
    /// width.
    private mutating func placeAside(_ model: ScreenModel, in area: Rect) {
        let twoFifths = area.width * 2 / 5
        let asideWidth = min(max(Self.leastAsideWidth, twoFifths), Self.greatestAsideWidth)
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
            let rows = placed.rect.height - list.chromeHeight(width: placed.rect.width)
            return ListPlacement(id: list.id, visibleRowCount: max(0, rows))
        }
    }
}
