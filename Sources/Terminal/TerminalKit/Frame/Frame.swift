/// Grid of character cells for a whole screen, and the cursor position.
///
/// Text is drawn only as ``SafeText`` and only into a ``Rect``. It is cut at the edge of the
/// rectangle, whatever it contains. A wide character is drawn whole or not at all.
package struct Frame: Equatable, Sendable {
    /// Width and height in cells.
    package let size: Size
    /// The cells, row by row.
    package private(set) var cells: [Cell]
    /// Position of the hardware cursor, which screen readers and Braille displays follow.
    package private(set) var cursor: Point
    /// True if the cursor is visible, as in a field that takes text.
    package private(set) var isCursorVisible: Bool

    /// Creates an empty frame.
    package init(size: Size) {
        self.size = size
        cells = Array(repeating: Cell(), count: size.width * size.height)
        cursor = Point(x: 0, y: 0)
        isCursorVisible = false
    }

    /// The whole frame as a rectangle.
    package var bounds: Rect { Rect(size) }

    /// Returns the cell at a position, or nil outside the frame.
    package func cell(at point: Point) -> Cell? {
        bounds.contains(point) ? cells[point.y * size.width + point.x] : nil
    }

    /// Returns the cells of one row; none outside the frame.
    package func row(_ y: Int) -> ArraySlice<Cell> {
        guard y >= 0, y < size.height else { return [] }
        return cells[y * size.width..<(y + 1) * size.width]
    }

    /// Places the cursor on a cell, or on the nearest one if the position is outside.
    package mutating func placeCursor(at point: Point, isVisible: Bool = false) {
        cursor = Point(
            x: min(max(0, point.x), max(0, size.width - 1)),
            y: min(max(0, point.y), max(0, size.height - 1))
        )
        isCursorVisible = isVisible
    }

    /// Clears a rectangle and sets its ground, which stays under later drawing.
    package mutating func clear(_ rect: Rect, ground: StyleRole) {
        fill(rect, with: " ", role: .text)
        setGround(ground, in: rect)
    }

    /// Draws a character one cell wide in every cell of a rectangle.
    mutating func fill(_ rect: Rect, with scalar: Unicode.Scalar, role: StyleRole) {
        let area = rect.intersection(bounds)
        guard !area.isEmpty else { return }
        for y in area.y..<area.endY {
            separate(x: area.x, y: y)
            separate(x: area.endX, y: y)
        }
        change(area) { $0 = Cell(scalar, role: role, ground: $0.ground) }
    }

    /// Changes the role of every cell in a rectangle and keeps the characters.
    mutating func setRole(_ role: StyleRole, in rect: Rect) {
        change(rect) { $0.role = role }
    }

    /// Draws text as muted; warnings, states and incoming amounts keep their role.
    mutating func mute(_ rect: Rect) {
        change(rect) { cell in
            switch cell.role {
            case .text, .textUntrusted, .textValue, .textCode, .amount, .amountNegative,
                .amountZero, .balance:
                cell.role = .textMuted
            default: break
            }
        }
    }

    /// Changes the ground of every cell in a rectangle and keeps the characters.
    mutating func setGround(_ ground: StyleRole, in rect: Rect) {
        change(rect) { $0.ground = ground }
    }

    /// Draws text in the first row of a rectangle, cut where it does not fit.
    ///
    /// Letters that look like others are underlined. Returns the cells from the rectangle's left
    /// edge to the end of the text.
    @discardableResult
    package mutating func draw(
        _ text: SafeText,
        in rect: Rect,
        role: StyleRole = .text,
        emphasis: Style.Attributes = [],
        alignment: TextAlignment = .leading
    ) -> Int {
        let area = rect.firstRows(1).intersection(bounds)
        guard !area.isEmpty else { return 0 }
        var x = area.x
        switch alignment {
        case .leading: break
        case .centre: x += max(0, (area.width - text.width) / 2)
        case .trailing: x += max(0, area.width - text.width)
        }
        for textCell in text.cells {
            guard x + textCell.width <= area.endX else { break }
            put(textCell, x: x, y: area.y, role: role, emphasis: emphasis)
            x += textCell.width
        }
        return x - area.x
    }

    private mutating func put(
        _ textCell: TextCell,
        x: Int,
        y: Int,
        role: StyleRole,
        emphasis: Style.Attributes
    ) {
        guard textCell.width > 0 else { return }
        separate(x: x, y: y)
        separate(x: x + textCell.width, y: y)
        let index = y * size.width + x
        let cell = Cell(
            textCell.base,
            firstMark: textCell.firstMark,
            secondMark: textCell.secondMark,
            width: UInt8(clamping: textCell.width),
            role: textCell.isSuspect ? .textSuspect : role,
            ground: cells[index].ground,
            emphasis: textCell.isSuspect ? emphasis.union(.underline) : emphasis
        )
        cells[index] = cell
        for offset in 1..<max(1, textCell.width) {
            cells[index + offset] = Cell(
                width: 0,
                role: cell.role,
                ground: cells[index + offset].ground,
                emphasis: cell.emphasis
            )
        }
    }

    private mutating func change(_ rect: Rect, _ body: (inout Cell) -> Void) {
        let area = rect.intersection(bounds)
        guard !area.isEmpty else { return }
        for y in area.y..<area.endY {
            for x in area.x..<area.endX {
                body(&cells[y * size.width + x])
            }
        }
    }

    /// Clears a wide character that spans the left edge of column `x`.
    ///
    /// Otherwise drawing on one side would leave half of it on the other.
    private mutating func separate(x: Int, y: Int) {
        guard x > 0, x < size.width else { return }
        let index = y * size.width + x
        guard cells[index].isContinuation else { return }
        cells[index - 1] = Cell(role: cells[index - 1].role, ground: cells[index - 1].ground)
        cells[index] = Cell(role: cells[index].role, ground: cells[index].ground)
    }
}
