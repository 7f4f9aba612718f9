/// Width and height in cells.
package struct Size: Hashable, Sendable, CustomStringConvertible {
    /// Number of columns, at least 0.
    package var width: Int
    /// Number of rows, at least 0.
    package var height: Int

    /// Creates a size in cells; a negative side counts as 0.
    package init(width: Int, height: Int) {
        self.width = max(0, width)
        self.height = max(0, height)
    }

    /// Width and height as in `80x24`.
    package var description: String { "\(width)x\(height)" }
}

/// Position of a cell, counted from the top left corner.
package struct Point: Hashable, Sendable {
    /// Column of the cell, 0-based.
    package var x: Int
    /// Row of the cell, 0-based.
    package var y: Int

    /// Creates a position from a column and a row.
    package init(x: Int, y: Int) {
        self.x = x
        self.y = y
    }
}

/// Rectangular area of cells.
package struct Rect: Hashable, Sendable {
    /// Leftmost column of the rectangle, 0-based.
    package var x: Int
    /// Topmost row of the rectangle, 0-based.
    package var y: Int
    /// Number of columns, at least 0.
    package var width: Int
    /// Number of rows, at least 0.
    package var height: Int

    /// Creates a rectangle of cells; a negative side counts as 0.
    package init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }

    /// Creates a rectangle that covers a whole frame.
    package init(_ size: Size) {
        self.init(x: 0, y: 0, width: size.width, height: size.height)
    }

    /// Position of the top left cell.
    var origin: Point { Point(x: x, y: y) }

    /// The column after the last one.
    package var endX: Int { x + width }

    /// The row after the last one.
    package var endY: Int { y + height }

    /// True if the rectangle holds no cells.
    package var isEmpty: Bool { width == 0 || height == 0 }

    /// Returns true if the rectangle contains a cell.
    package func contains(_ point: Point) -> Bool {
        point.x >= x && point.x < endX && point.y >= y && point.y < endY
    }

    /// Returns the cells that lie in both rectangles.
    package func intersection(_ other: Rect) -> Rect {
        let left = max(x, other.x)
        let top = max(y, other.y)
        return Rect(
            x: left,
            y: top,
            width: min(endX, other.endX) - left,
            height: min(endY, other.endY) - top
        )
    }

    /// Returns one row of the rectangle, counted from its top; empty if there is no such row.
    package func row(_ index: Int) -> Rect {
        guard index >= 0, index < height else { return Rect(x: x, y: y, width: width, height: 0) }
        return Rect(x: x, y: y + index, width: width, height: 1)
    }

    /// Returns the rectangle reduced by a number of cells on each side.
    package func inset(horizontally columns: Int = 0, vertically rows: Int = 0) -> Rect {
        Rect(x: x + columns, y: y + rows, width: width - 2 * columns, height: height - 2 * rows)
    }

    /// Returns the rectangle without its first columns.
    package func droppingColumns(_ count: Int) -> Rect {
        let dropped = min(max(0, count), width)
        return Rect(x: x + dropped, y: y, width: width - dropped, height: height)
    }

    /// Returns the first columns of the rectangle.
    package func firstColumns(_ count: Int) -> Rect {
        Rect(x: x, y: y, width: min(max(0, count), width), height: height)
    }

    /// Returns the last columns of the rectangle.
    package func lastColumns(_ count: Int) -> Rect {
        droppingColumns(width - count)
    }

    /// Returns the rectangle without its first rows.
    package func droppingRows(_ count: Int) -> Rect {
        let dropped = min(max(0, count), height)
        return Rect(x: x, y: y + dropped, width: width, height: height - dropped)
    }

    /// Returns the first rows of the rectangle.
    package func firstRows(_ count: Int) -> Rect {
        Rect(x: x, y: y, width: width, height: min(max(0, count), height))
    }
}
