/// A width and a height, in cells.
public struct Size: Hashable, Sendable, CustomStringConvertible {
    /// Cells across.
    public var width: Int
    /// Cells down.
    public var height: Int

    /// Makes a size; a negative side counts as 0.
    public init(width: Int, height: Int) {
        self.width = max(0, width)
        self.height = max(0, height)
    }

    /// `80x24`.
    public var description: String { "\(width)x\(height)" }
}

/// A cell's place, counted from the top left corner.
public struct Point: Hashable, Sendable {
    /// The column, 0-based.
    public var x: Int
    /// The row, 0-based.
    public var y: Int

    /// Makes a place.
    public init(x: Int, y: Int) {
        self.x = x
        self.y = y
    }
}

/// A block of cells.
public struct Rect: Hashable, Sendable {
    /// The leftmost column.
    public var x: Int
    /// The topmost row.
    public var y: Int
    /// Cells across.
    public var width: Int
    /// Cells down.
    public var height: Int

    /// Makes a block; a negative side counts as 0.
    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }

    /// The whole of a frame.
    public init(_ size: Size) {
        self.init(x: 0, y: 0, width: size.width, height: size.height)
    }

    /// The column after the last.
    public var endX: Int { x + width }

    /// The row after the last.
    public var endY: Int { y + height }

    /// Whether no cell lies in the block.
    public var isEmpty: Bool { width == 0 || height == 0 }

    /// The columns and rows as a size.
    public var size: Size { Size(width: width, height: height) }

    /// Whether a cell lies in the block.
    public func contains(_ point: Point) -> Bool {
        point.x >= x && point.x < endX && point.y >= y && point.y < endY
    }

    /// The cells that lie in both blocks.
    public func intersection(_ other: Rect) -> Rect {
        let left = max(x, other.x)
        let top = max(y, other.y)
        return Rect(
            x: left,
            y: top,
            width: min(endX, other.endX) - left,
            height: min(endY, other.endY) - top
        )
    }

    /// One row of the block, counted from its top; empty where there is none.
    public func row(_ index: Int) -> Rect {
        guard index >= 0, index < height else { return Rect(x: x, y: y, width: width, height: 0) }
        return Rect(x: x, y: y + index, width: width, height: 1)
    }

    /// The block without this many cells on each side.
    public func inset(horizontally columns: Int = 0, vertically rows: Int = 0) -> Rect {
        Rect(x: x + columns, y: y + rows, width: width - 2 * columns, height: height - 2 * rows)
    }

    /// The block without its first columns.
    public func droppingColumns(_ count: Int) -> Rect {
        let dropped = min(max(0, count), width)
        return Rect(x: x + dropped, y: y, width: width - dropped, height: height)
    }

    /// The block's first columns.
    public func firstColumns(_ count: Int) -> Rect {
        Rect(x: x, y: y, width: min(max(0, count), width), height: height)
    }

    /// The block's last columns.
    public func lastColumns(_ count: Int) -> Rect {
        droppingColumns(width - count)
    }

    /// The block without its first rows.
    public func droppingRows(_ count: Int) -> Rect {
        let dropped = min(max(0, count), height)
        return Rect(x: x, y: y + dropped, width: width, height: height - dropped)
    }

    /// The block's first rows.
    public func firstRows(_ count: Int) -> Rect {
        Rect(x: x, y: y, width: width, height: min(max(0, count), height))
    }
}
