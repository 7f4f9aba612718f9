/// Drawing of lists of which only a window is loaded.
extension Painter {
    /// Draws a list: filter, titles, rows, footer and scroll bar.
    mutating func draw(_ list: ListModel, in rect: Rect, hasScrollBar: Bool, isActive: Bool) {
        let layout = ListLayout(list, width: rect.width)
        var rest = rect
        if let filter = list.filter {
            draw(filter, in: rest.row(0), isActive: isActive && list.isFocused)
            rest = rest.droppingRows(1)
        }
        if list.showsHeader {
            drawHeader(list, layout, in: rest.row(0))
            rest = rest.droppingRows(1)
        }
        if let footer = list.footer {
            writeShortened(footer, in: rest.row(rest.height - 1), role: .textMuted)
            rest = rest.firstRows(rest.height - 1)
        }
        if let substitute = list.substitute(width: rect.width) {
            let place = rest.row(rest.height - 1).droppingColumns(ListLayout.prefixWidth)
            writeShortened(substitute, in: place, role: .textMuted)
            rest = rest.firstRows(rest.height - 1)
        }
        guard list.rowCount > 0 else {
            let place = rest.firstRows(1).droppingColumns(ListLayout.prefixWidth)
            writeShortened(list.emptyText, in: place, role: .textMuted)
            if isActive, list.isFocused, list.filter?.cursorColumn == nil {
                frame.placeCursor(at: rest.origin)
            }
            return
        }
        let top = list.effectiveTop(visibleCount: rest.height)
        let count = min(rest.height, list.rowCount - top)
        for offset in 0..<count {
            draw(list, row: top + offset, layout, in: rest.row(offset), isActive: isActive)
        }
        if hasScrollBar, rest.height >= Self.leastBarHeight {
            drawScrollBar(list, top: top, beside: rest)
        } else {
            markContinuation(of: list, shown: top..<top + count, in: rest)
        }
    }

    /// Minimum number of rows at which a scroll bar is meaningful.
    private static let leastBarHeight = 3

    private mutating func draw(_ filter: FilterLine, in row: Rect, isActive: Bool) {
        frame.clear(row, ground: .field)
        var place = row.droppingColumns(write(" Filter: ", in: row, role: .textLabel))
        if let note = filter.note {
            // The cursor is drawn in the cell after the text.
            let free = place.width - filter.text.width - 2
            let shown = note.shortened(toWidth: max(place.width / 2, free))
            write(shown, in: place, role: .textMuted, alignment: .trailing)
            place = place.firstColumns(place.width - shown.width - 1)
        }
        let cursor = filter.cursorColumn
        let role: StyleRole = cursor == nil ? .field : .fieldFocus
        frame.clear(place, ground: role)
        let hidden = max(0, (cursor ?? 0) - place.width + 1)
        write(filter.text.droppingCells(hidden), in: place, role: role)
        if let cursor, isActive {
            frame.placeCursor(at: Point(x: place.x + cursor - hidden, y: row.y), isVisible: true)
        }
    }

    private mutating func drawHeader(_ list: ListModel, _ layout: ListLayout, in row: Rect) {
        for placed in layout.columns {
            let column = list.columns[placed.index]
            let place = row.droppingColumns(placed.x).firstColumns(placed.width)
            var title = isShort ? column.shortTitle ?? column.title : column.title
            if title.width > placed.width, let short = column.shortTitle { title = short }
            writeShortened(
                title,
                in: place,
                role: .textLabel,
                emphasis: .underline,
                alignment: column.alignment
            )
        }
    }

    private mutating func draw(
        _ list: ListModel,
        row index: Int,
        _ layout: ListLayout,
        in row: Rect,
        isActive: Bool
    ) {
        let known = list.row(at: index)
        for placed in layout.columns {
            let place = row.droppingColumns(placed.x).firstColumns(placed.width)
            guard let known else {
                fill(place.firstColumns(3), with: .placeholder, role: .placeholder)
                continue
            }
            guard known.cells.indices.contains(placed.index) else { continue }
            draw(
                known.cells[placed.index],
                in: place,
                amounts: placed.amounts,
                alignment: list.columns[placed.index].alignment
            )
        }
        let isUnavailable = known?.disabledReason != nil
        if isUnavailable { frame.setRole(.textDisabled, in: row) }
        let hasFocus = isActive && list.isFocused
        if !hasFocus { frame.mute(row) }
        if isUnavailable { draw(.unavailable, at: row.origin, role: .textDisabled) }
        guard list.selected == index else { return }
        let role: StyleRole = hasFocus ? .selection : .selectionInactive
        frame.setGround(role, in: row)
        // The mark of a disabled row takes the first cell and the selection mark the second.
        let origin = Point(x: row.x + (isUnavailable ? 1 : 0), y: row.y)
        draw(hasFocus ? .selected : .selectedInactive, at: origin, role: role)
        if hasFocus, list.filter?.cursorColumn == nil { frame.placeCursor(at: origin) }
    }

    /// Marks the first and last visible rows, in the second cell, if the list goes on beyond them.
    ///
    /// If the row is selected and disabled, the selection mark takes that cell instead.
    private mutating func markContinuation(of list: ListModel, shown: Range<Int>, in rect: Rect) {
        guard !shown.isEmpty else { return }
        let taken = list.selected.flatMap { list.row(at: $0)?.disabledReason == nil ? nil : $0 }
        let isMoreAbove = shown.lowerBound > 0 && taken != shown.lowerBound
        let isMoreBelow = shown.upperBound < list.rowCount && taken != shown.upperBound - 1
        let first = Point(x: rect.x + 1, y: rect.y)
        let last = Point(x: first.x, y: rect.y + shown.count - 1)
        if isMoreAbove, isMoreBelow, shown.count == 1 {
            draw(.moreAround, at: first, role: .scrollbar)
            return
        }
        if isMoreAbove { draw(.moreAbove, at: first, role: .scrollbar) }
        if isMoreBelow { draw(.moreBelow, at: last, role: .scrollbar) }
    }

    private mutating func drawScrollBar(_ list: ListModel, top: Int, beside rect: Rect) {
        guard list.rowCount > rect.height else { return }
        let bar = Rect(x: rect.endX + 1, y: rect.y, width: 1, height: rect.height)
        fill(bar, with: .scrollTrack, role: .scrollbar)
        let length = max(1, Self.scaled(rect.height, by: rect.height, over: list.rowCount))
        let travel = list.rowCount - rect.height
        let offset = Self.scaled(top, by: rect.height - length, over: travel)
        let thumb = bar.droppingRows(offset).firstRows(length)
        fill(thumb, with: .scrollThumb, role: .scrollbar)
    }

    /// Returns `value × factor ÷ divisor` without overflow, for a quotient of at most `factor`.
    private static func scaled(_ value: Int, by factor: Int, over divisor: Int) -> Int {
        let product = value.multipliedFullWidth(by: factor)
        return divisor.dividingFullWidth(product).quotient
    }
}
