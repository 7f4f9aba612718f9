/// A screen's worth of cells, and where the cursor stands.
///
/// Text enters only as ``SafeText`` and only into a ``Rect``: what does not fit there is not drawn,
/// whatever the text says. A wide character is drawn whole or not at all.
public struct Frame: Equatable, Sendable {
    /// Cells across and down.
    public let size: Size
    /// The cells, row after row.
    public private(set) var cells: [Cell]
    /// Where the hardware cursor stands, inside the frame: readers and Braille lines follow it.
    public private(set) var cursor: Point
    /// Whether the cursor is seen, as it is in a field that takes text.
    public private(set) var isCursorVisible: Bool

    /// Makes an empty frame.
    public init(size: Size) {
        self.size = size
        cells = Array(repeating: Cell(), count: size.width * size.height)
        cursor = Point(x: 0, y: 0)
        isCursorVisible = false
    }

    /// The whole frame as a block.
    public var bounds: Rect { Rect(size) }

    /// The cell at a place; nil outside the frame.
    public func cell(at point: Point) -> Cell? {
        bounds.contains(point) ? cells[point.y * size.width + point.x] : nil
    }

    /// The cells of one row; none outside the frame.
    public func row(_ y: Int) -> ArraySlice<Cell> {
        guard y >= 0, y < size.height else { return [] }
        return cells[y * size.width..<(y + 1) * size.width]
    }

    /// Puts the cursor on a cell, the nearest one when the place lies outside.
    public mutating func placeCursor(at point: Point, isVisible: Bool = false) {
        cursor = Point(
            x: min(max(0, point.x), max(0, size.width - 1)),
            y: min(max(0, point.y), max(0, size.height - 1))
        )
        isCursorVisible = isVisible
    }

    /// Empties a block and lays a ground on it, which stays under what is drawn there.
    public mutating func clear(_ rect: Rect, ground: Role) {
        fill(rect, with: " ", role: .text)
        setGround(ground, in: rect)
    }

    /// Draws one mark in every cell of a block.
    public mutating func fill(
        _ rect: Rect,
        with symbol: Symbol,
        glyphs: Glyphs,
        role: Role
    ) {
        fill(rect, with: glyphs.scalar(for: symbol, role: role), role: role)
    }

    /// Draws one mark.
    public mutating func draw(
        _ symbol: Symbol,
        at point: Point,
        glyphs: Glyphs,
        role: Role
    ) {
        fill(
            Rect(x: point.x, y: point.y, width: 1, height: 1),
            with: glyphs.scalar(for: symbol, role: role),
            role: role
        )
    }

    /// Gives every cell of a block another role and leaves what it shows.
    public mutating func setRole(_ role: Role, in rect: Rect) {
        change(rect) { $0.role = role }
    }

    /// Draws what a block shows as less important; what warns, tells a state or came in keeps its role.
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

    /// Gives every cell of a block another ground and leaves what it shows.
    public mutating func setGround(_ ground: Role, in rect: Rect) {
        change(rect) { $0.ground = ground }
    }

    /// Draws text in the first row of a block and cuts off what does not fit.
    ///
    /// Cutting is for text that may be cut. Where it may not, measure first; to show that something
    /// is missing, pass what `truncated(toWidth:)` returns. Letters that look like others are
    /// underlined.
    ///
    /// - Returns: The cells from the block's left edge to the end of the text.
    @discardableResult
    public mutating func draw(
        _ text: SafeText,
        in rect: Rect,
        role: Role = .text,
        emphasis: Cell.Emphasis = [],
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
        role: Role,
        emphasis: Cell.Emphasis
    ) {
        guard textCell.width > 0 else { return }
        separate(x: x, y: y)
        separate(x: x + textCell.width, y: y)
        let index = y * size.width + x
        var cell = Cell(
            textCell.base,
            width: UInt8(clamping: textCell.width),
            role: textCell.isSuspect ? .textSuspect : role,
            ground: cells[index].ground,
            emphasis: textCell.isSuspect ? emphasis.union(.underline) : emphasis
        )
        cell.firstMark = textCell.firstMark
        cell.secondMark = textCell.secondMark
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

    private mutating func fill(_ rect: Rect, with scalar: Unicode.Scalar, role: Role) {
        let area = rect.intersection(bounds)
        guard !area.isEmpty else { return }
        for y in area.y..<area.endY {
            separate(x: area.x, y: y)
            separate(x: area.endX, y: y)
        }
        change(area) { $0 = Cell(scalar, role: role, ground: $0.ground) }
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

    /// Empties a wide character that stands on both sides of a column's left edge, so that what is
    /// drawn on one side leaves no half of it on the other.
    private mutating func separate(x: Int, y: Int) {
        guard x > 0, x < size.width else { return }
        let index = y * size.width + x
        guard cells[index].isContinuation else { return }
        cells[index - 1] = Cell(role: cells[index - 1].role, ground: cells[index - 1].ground)
        cells[index] = Cell(role: cells[index].role, ground: cells[index].ground)
    }
}
