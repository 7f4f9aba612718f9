/// Draws a laid-out screen into a frame.
struct Painter {
    /// The frame as drawn so far.
    var frame: Frame
    /// The marks that the terminal can show.
    let glyphs: Glyphs
    /// True if labels and titles use their short forms.
    let isShort: Bool

    /// Creates a painter with an empty frame.
    init(size: Size, glyphs: Glyphs) {
        frame = Frame(size: size)
        self.glyphs = glyphs
        isShort = SizeClass(size) == .narrow
    }

    /// Draws a screen whose layout fits.
    mutating func draw(_ model: ScreenModel, layout: ScreenLayout) {
        frame.placeCursor(at: Point(x: 0, y: frame.size.height - 1))
        drawTitle(model, in: layout.titleRow)
        drawCrumbs(model.crumbs, in: layout.crumbRow)
        let isActive = model.dialog == nil
        draw(model.blocks, layout.content, margin: layout.contentRect.x, isActive: isActive)
        if let aside = layout.aside {
            let area = layout.asideRect
            let border = Rect(x: area.x - 2, y: area.y, width: 1, height: area.height)
            fill(border, with: .vertical, role: .border)
            draw(model.aside, aside, margin: 1, isActive: isActive)
        }
        if let dialog = model.dialog, let placed = layout.dialog {
            draw(dialog, placed)
        }
        if let progress = model.progress { draw(progress, in: layout.progressRow) }
        if let toast = model.toast {
            draw(toast, lines: layout.toastLines, in: layout.toastRows)
        }
        drawHints(model.hints, in: layout.hintRow)
    }

    /// Draws blocks at the positions of a layout.
    private mutating func draw(
        _ blocks: [Block],
        _ stack: StackLayout,
        margin: Int,
        isActive: Bool
    ) {
        for placed in stack.blocks {
            let rect = placed.rect
            switch blocks[placed.index] {
            case .heading(let text):
                writeShortened(text, in: rect, role: .textHeading, emphasis: .bold)
            case .text(let paragraphs, let role, let isOptional):
                let lines = stack.tightness.lines(
                    of: paragraphs,
                    role: role,
                    isOptional: isOptional,
                    width: rect.width
                )
                drawLines(lines, in: rect, role: role)
            case .facts(let facts):
                draw(stack.tightness.kept(facts), in: rect)
            case .list(let list):
                draw(list, in: rect, hasScrollBar: margin > 0, isActive: isActive)
            case .form(let form):
                draw(form, in: rect, isTight: stack.tightness != .roomy, isActive: isActive)
            case .buttons(let buttons):
                draw(buttons, in: rect, isActive: isActive)
            case .rule:
                fill(rect, with: .horizontal, role: .border)
            case .space:
                break
            }
        }
    }

    /// Draws one mark in every cell of a rectangle.
    mutating func fill(_ rect: Rect, with symbol: Symbol, role: StyleRole) {
        frame.fill(rect, with: symbol.scalar(in: glyphs), role: role)
    }

    /// Draws one mark at a position.
    mutating func draw(_ symbol: Symbol, at point: Point, role: StyleRole) {
        fill(Rect(x: point.x, y: point.y, width: 1, height: 1), with: symbol, role: role)
    }

    /// Draws text in the characters that the terminal can show, and returns the cells used.
    @discardableResult
    mutating func write(
        _ text: SafeText,
        in rect: Rect,
        role: StyleRole = .text,
        emphasis: Style.Attributes = [],
        alignment: TextAlignment = .leading
    ) -> Int {
        let shown = glyphs == .ascii ? text.ascii : text
        return frame.draw(shown, in: rect, role: role, emphasis: emphasis, alignment: alignment)
    }

    /// Draws text with three dots at its end if it is too wide, and returns the cells used.
    @discardableResult
    mutating func writeShortened(
        _ text: SafeText,
        in rect: Rect,
        role: StyleRole,
        emphasis: Style.Attributes = [],
        alignment: TextAlignment = .leading
    ) -> Int {
        let shown = text.shortened(toWidth: rect.width)
        return write(shown, in: rect, role: role, emphasis: emphasis, alignment: alignment)
    }

    /// Draws lines one under another, up to the number of rows.
    mutating func drawLines(_ lines: [SafeText], in rect: Rect, role: StyleRole) {
        for (index, line) in lines.prefix(rect.height).enumerated() {
            write(line, in: rect.row(index), role: role)
        }
    }

    /// Draws a dialog in rows of its own, over the full width of the screen.
    ///
    /// This way the box never leaves part of an amount visible beside it.
    private mutating func draw(_ dialog: DialogModel, _ placed: DialogLayout) {
        let box = placed.box
        let band = Rect(x: 0, y: box.y, width: frame.size.width, height: box.height)
        frame.clear(band, ground: .background)
        frame.clear(box, ground: .overlay)
        drawBorder(of: box)
        let title = SafeText(" \(dialog.title) ")
        let top = box.row(0).inset(horizontally: 2)
        writeShortened(title, in: top, role: .textHeading, emphasis: .bold)
        draw(placed.blocks, placed.stack, margin: 0, isActive: true)
    }

    private mutating func drawBorder(of box: Rect) {
        let bottom = box.row(box.height - 1)
        for edge in [box.row(0), bottom] { fill(edge, with: .horizontal, role: .borderFocus) }
        let right = box.lastColumns(1)
        for edge in [box.firstColumns(1), right] { fill(edge, with: .vertical, role: .borderFocus) }
        draw(.topLeft, at: box.origin, role: .borderFocus)
        draw(.topRight, at: right.origin, role: .borderFocus)
        draw(.bottomLeft, at: bottom.origin, role: .borderFocus)
        draw(.bottomRight, at: Point(x: right.x, y: bottom.y), role: .borderFocus)
    }
}
