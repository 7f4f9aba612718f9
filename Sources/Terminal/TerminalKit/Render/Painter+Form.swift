/// Drawing of form fields.
extension Painter {
    /// Draws the fields of a form; the focused one has a mark, a role and the cursor.
    mutating func draw(_ form: FormModel, in rect: Rect, isTight: Bool, isActive: Bool) {
        let layout = FormLayout(form, width: rect.width, isShort: isShort, isTight: isTight)
        for (index, field) in form.fields.enumerated() {
            let placed = layout.fields[index]
            let isFocused = isActive && form.focused == index
            draw(field, placed, layout, in: rect.row(placed.row), isFocused: isFocused)
            let below = rect.droppingRows(placed.row + 1)
                .droppingColumns(layout.fieldX + field.messageIndent)
            let hasComplaint = field.complaint != nil
            let symbol: Symbol = field.error == nil ? .warning : .error
            let complaint: StyleRole = field.error == nil ? .statusWarning : .statusError
            let role = hasComplaint ? complaint : .textMuted
            drawLines(placed.message, in: below, role: role)
            if hasComplaint, !placed.message.isEmpty, below.height > 0 {
                draw(symbol, at: Point(x: below.x - 2, y: below.y), role: role)
            }
        }
    }

    private mutating func draw(
        _ field: Field,
        _ placed: FormLayout.PlacedField,
        _ layout: FormLayout,
        in row: Rect,
        isFocused: Bool
    ) {
        if isFocused { draw(.selected, at: row.origin, role: .accent) }
        writeShortened(
            field.label(isShort: isShort),
            in: row.droppingColumns(FormLayout.prefixWidth).firstColumns(layout.labelWidth),
            role: .textLabel,
            emphasis: isFocused ? .bold : []
        )
        let box = row.droppingColumns(layout.fieldX).firstColumns(placed.width + 2)
        let role: StyleRole =
            isFocused ? .fieldFocus : field.error == nil ? .field : .fieldInvalid
        frame.clear(box, ground: role)
        write("[", in: box, role: role)
        write("]", in: box.lastColumns(1), role: role)
        let inside = box.inset(horizontally: 1)
        draw(field.content, in: inside, role: role, isFocused: isFocused)
        if let suffix = field.suffix {
            write(suffix, in: row.droppingColumns(box.endX - row.x + 1), role: .text)
        }
    }

    private mutating func draw(
        _ content: Field.Content,
        in inside: Rect,
        role: StyleRole,
        isFocused: Bool
    ) {
        switch content {
        case .text(let text, let cursorColumn):
            let cursor = min(max(0, cursorColumn), text.width)
            // The focused field scrolls to keep its cursor visible. Other fields show their
            // beginning.
            let hidden = isFocused ? max(0, cursor - inside.width + 1) : 0
            let shown =
                isFocused ? text.droppingCells(hidden) : text.shortened(toWidth: inside.width)
            write(shown, in: inside, role: role)
            if isFocused { placeFieldCursor(at: cursor - hidden, in: inside) }
        case .masked(let count):
            let shown = min(max(0, count), max(0, inside.width - 1))
            fill(inside.firstColumns(shown), with: .masked, role: role)
            if isFocused { placeFieldCursor(at: shown, in: inside) }
        }
    }

    private mutating func placeFieldCursor(at column: Int, in inside: Rect) {
        let x = inside.x + min(max(0, column), max(0, inside.width - 1))
        frame.placeCursor(at: Point(x: x, y: inside.y), isVisible: true)
    }
}
