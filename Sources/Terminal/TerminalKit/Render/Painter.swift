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
        draw(
            model.blocks,
            layout.content,
            margin: layout.contentRect.x,
            isActive: model.dialog == nil
        )
        if let aside = layout.aside {
            let border = Rect(
                x: layout.asideRect.x - 2,
                y: layout.asideRect.y,
                width: 1,
                height: layout.asideRect.height
            )
            frame.fill(border, with: .vertical, glyphs: glyphs, role: .border)
            draw(model.aside, aside, margin: 1, isActive: model.dialog == nil)
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
                write(
                    text.shortened(toWidth: rect.width),
                    in: rect,
                    role: .textHeading,
                    emphasis: .bold
                )
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
                frame.fill(rect, with: .horizontal, glyphs: glyphs, role: .border)
            case .space:
                break
            }
        }
    }

    /// Draws text in the characters that the terminal can show, and returns the cells used.
    @discardableResult
    mutating func write(
        _ text: SafeText,
        in rect: Rect,
        role: Role = .text,
        emphasis: Cell.Emphasis = [],
        alignment: TextAlignment = .leading
    ) -> Int {
        let shown = glyphs.repertoire == .ascii ? text.ascii : text
        return frame.draw(
            shown,
            in: rect,
            role: role,
            emphasis: emphasis,
            alignment: alignment
        )
    }

    /// Draws lines one under another, up to the number of rows.
    mutating func drawLines(_ lines: [SafeText], in rect: Rect, role: Role) {
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
        frame.drawBox(box, glyphs: glyphs, role: .borderFocus)
        let title = SafeText(" \(dialog.title) ")
        write(
            title.shortened(toWidth: max(0, box.width - 4)),
            in: box.firstRows(1).inset(horizontally: 2),
            role: .textHeading,
            emphasis: .bold
        )
        draw(placed.blocks, placed.stack, margin: 0, isActive: true)
    }
}
