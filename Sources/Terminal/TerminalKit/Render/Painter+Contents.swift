/// Drawing of table cells, facts and buttons.
extension Painter {
    /// Draws a content in one row; amounts are aligned by the metrics of their column.
    mutating func draw(
        _ content: CellContent,
        in rect: Rect,
        amounts: AmountMetrics?,
        alignment: TextAlignment = .leading
    ) {
        switch content {
        case .empty:
            break
        case .text(let text, let role):
            writeShortened(text, in: rect, role: role, alignment: alignment)
        case .untrusted(let text, let end):
            drawUntrusted(text, end, in: rect, alignment: alignment)
        case .status(let status):
            let word = status.word.shortened(toWidth: max(0, rect.width - 2))
            let place = alignment == .leading ? rect : rect.lastColumns(word.width + 2)
            draw(status.symbol, at: place.origin, role: status.role)
            write(word, in: place.droppingColumns(2), role: status.role)
        case .amount(let amount):
            let metrics = amounts ?? AmountMetrics([amount])
            let place = alignment == .leading ? rect : rect.lastColumns(metrics.width)
            draw(amount, metrics, in: place)
        }
    }

    /// Draws an amount whole; the caller ensures that it fits.
    private mutating func draw(_ amount: AmountContent, _ metrics: AmountMetrics, in rect: Rect) {
        let number = rect.droppingColumns(metrics.numberOffset(of: amount))
        write(amount.number, in: number, role: amount.role)
        if let currency = amount.currency {
            write(currency, in: rect.droppingColumns(metrics.currencyOffset), role: amount.role)
        }
        if let word = amount.word {
            write(word, in: rect.droppingColumns(metrics.wordOffset), role: amount.role)
        }
    }

    /// Width below which words in front of an end are left out: three letters and a dot.
    private static let fewestWordCells = 4

    /// Draws untrusted text followed by its end, which is not cut.
    private mutating func drawUntrusted(
        _ text: SafeText,
        _ end: SafeText,
        in rect: Rect,
        alignment: TextAlignment
    ) {
        guard !end.isEmpty else {
            drawUntrusted(text, in: rect, alignment: alignment)
            return
        }
        let tail = end.droppingCells(end.width - rect.width)
        let room = max(0, rect.width - tail.width)
        let isPlain = UntrustedRemark(text) == nil
        // One or two letters are meaningless but look meaningful.
        guard !isPlain || text.width <= room || room >= Self.fewestWordCells else {
            write(tail.droppingLeadingSpace, in: rect, role: .textUntrusted)
            return
        }
        // The ellipsis is one dot because the words have few cells.
        let words =
            isPlain ? text.givingWay(toWidth: room, fewest: Self.fewestWordCells) : text
        let used = drawUntrusted(words, in: rect.firstColumns(room), alignment: .leading)
        write(tail, in: rect.droppingColumns(used), role: .textUntrusted)
    }

    /// Draws untrusted text in one row, a warning mark first, and returns the cells used.
    @discardableResult
    private mutating func drawUntrusted(
        _ text: SafeText,
        in rect: Rect,
        alignment: TextAlignment
    ) -> Int {
        guard let remark = UntrustedRemark(text) else {
            return writeShortened(text, in: rect, role: .textUntrusted, alignment: alignment)
        }
        var place = rect
        if remark.isWarning, !rect.isEmpty {
            draw(.warning, at: rect.origin, role: .statusWarning)
            place = rect.droppingColumns(2)
        }
        let suffix = SafeText(" (\(remark.word))")
        let nameWidth = min(text.width, max(ListLayout.shortestName, place.width - suffix.width))
        let hasRoom = nameWidth + suffix.width <= place.width
        let name = text.shortened(toWidth: hasRoom ? nameWidth : place.width)
        let used = place.x - rect.x + write(name, in: place, role: .textUntrusted)
        guard hasRoom else { return used }
        let role: StyleRole = remark.isWarning ? .statusWarning : .textMuted
        return used + write(suffix, in: rect.droppingColumns(used), role: role)
    }

    /// Draws labels with their values and notes.
    mutating func draw(_ facts: [Fact], in rect: Rect) {
        let layout = FactsLayout(facts, width: rect.width)
        for (fact, placed) in zip(facts, layout.facts) {
            let row = rect.row(placed.row)
            let label = row.firstColumns(layout.labelWidth)
            writeShortened(fact.label, in: label, role: .textLabel)
            let place = row.droppingColumns(layout.valueX)
            if placed.valueLines.isEmpty {
                draw(fact.value, in: place, amounts: layout.amounts)
            } else {
                let lines = rect.droppingRows(placed.row).droppingColumns(placed.valueX)
                drawLines(placed.valueLines, in: lines, role: fact.value.textRole)
                if placed.valueX > layout.valueX {
                    draw(.warning, at: place.origin, role: .statusWarning)
                }
            }
            guard let note = fact.note else { continue }
            if let noteX = placed.noteX {
                write(note, in: row.droppingColumns(noteX), role: .textMuted)
            } else {
                let below = placed.row + max(1, placed.valueLines.count)
                let lines = rect.droppingRows(below).droppingColumns(layout.valueX)
                drawLines(placed.noteLines, in: lines, role: .textMuted)
            }
        }
    }

    /// Draws buttons; the focused one has a mark, a role and the cursor.
    mutating func draw(_ model: ButtonsModel, in rect: Rect, isActive: Bool) {
        let layout = ButtonsLayout(model, width: rect.width)
        for (index, button) in model.buttons.enumerated() {
            let origin = layout.origins[index]
            let row = rect.row(origin.y).droppingColumns(origin.x)
            let isFocused = isActive && model.focused == index
            let role = button.role(isFocused: isFocused)
            let brackets: (SafeText, SafeText) =
                button.disabledReason == nil ? ("[ ", " ]") : ("( ", " )")
            let words = SafeText("\(brackets.0)\(button.title)\(brackets.1)")
            writeShortened(words, in: row.droppingColumns(1), role: role)
            if isFocused {
                draw(.selected, at: row.origin, role: role)
                frame.placeCursor(at: Point(x: row.x + 3, y: row.y))
            }
        }
    }
}

extension Button {
    /// Returns the role in which the button is drawn.
    fileprivate func role(isFocused: Bool) -> StyleRole {
        if isFocused { return .buttonFocus }
        if disabledReason != nil { return .textDisabled }
        return kind == .danger ? .buttonDanger : .button
    }
}

extension CellContent {
    /// Role of a value that wraps.
    fileprivate var textRole: StyleRole {
        switch self {
        case .text(_, let role): role
        case .untrusted: .textUntrusted
        case .status(let status): status.role
        case .amount(let amount): amount.role
        case .empty: .text
        }
    }
}
