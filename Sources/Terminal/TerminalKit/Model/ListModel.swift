/// A table of which only the rows in sight are known.
///
/// It may have a million rows: the renderer draws the rows of ``window`` and a dim placeholder for
/// every other row in sight, and ``CellRenderer/layout(of:in:)`` says how many rows are in sight.
public struct ListModel: Equatable, Sendable {
    /// Which list this is within its screen; never shown.
    public var id: String
    /// What the rows are, such as "Entries"; read out where lines are read.
    public var title: SafeText
    /// The columns from left to right.
    public var columns: [Column]
    /// How many rows there are, known or not.
    public var rowCount: Int
    /// The rows that are known.
    public var window: ListWindow
    /// The row at the top, 0-based.
    public var top: Int
    /// The row under the cursor, 0-based; nil when there is none.
    public var selected: Int?
    /// Whether keys go to this list.
    public var isFocused: Bool
    /// The filter above the rows; nil when there is none.
    public var filter: FilterLine?
    /// A line under the rows, such as "12 of 340".
    public var footer: SafeText?
    /// What to say when there are no rows.
    public var emptyText: SafeText
    /// Whether the column titles are drawn.
    public var showsHeader: Bool

    /// Makes a list.
    public init(
        id: String,
        title: SafeText,
        columns: [Column],
        rowCount: Int,
        window: ListWindow,
        top: Int = 0,
        selected: Int? = nil,
        isFocused: Bool = true,
        filter: FilterLine? = nil,
        footer: SafeText? = nil,
        emptyText: SafeText = "Nothing here",
        showsHeader: Bool = true
    ) {
        self.id = id
        self.title = title
        self.columns = columns
        self.rowCount = rowCount
        self.window = window
        self.top = top
        self.selected = selected
        self.isFocused = isFocused
        self.filter = filter
        self.footer = footer
        self.emptyText = emptyText
        self.showsHeader = showsHeader
    }

    /// The row with this index, or nil when it is not known.
    public func row(at index: Int) -> ListRow? {
        window.row(at: index)
    }
}

/// A column of a list.
public struct Column: Equatable, Sendable {
    /// How wide a column is, in cells.
    public enum Width: Equatable, Sendable {
        /// Exactly this wide, unless an amount needs more.
        case fixed(Int)
        /// What is left over, and not less than this.
        case flexible(minimum: Int)
    }

    /// On which side of the column content stands.
    public enum Alignment: Equatable, Sendable {
        /// Content begins at the left edge.
        case leading
        /// Content ends at the right edge; amounts stand with their decimal marks in one line.
        case trailing
    }

    /// The title above the column, and the label where lines are read.
    public var title: SafeText
    /// A shorter title for narrow screens; nil when ``title`` will do.
    public var shortTitle: SafeText?
    /// How wide the column is.
    public var width: Width
    /// On which side content stands.
    public var alignment: Alignment
    /// When the column goes where the screen is narrow: the highest goes first, 0 never.
    public var dropPriority: Int

    /// Makes a column.
    public init(
        _ title: SafeText,
        shortTitle: SafeText? = nil,
        width: Width,
        alignment: Alignment = .leading,
        dropPriority: Int = 0
    ) {
        self.title = title
        self.shortTitle = shortTitle
        self.width = width
        self.alignment = alignment
        self.dropPriority = dropPriority
    }
}

/// The rows of a list that are known: a run of them.
public struct ListWindow: Equatable, Sendable {
    /// The index of the first known row, 0-based.
    public var firstIndex: Int
    /// The known rows.
    public var rows: [ListRow]

    /// Makes a window.
    public init(firstIndex: Int = 0, rows: [ListRow] = []) {
        self.firstIndex = firstIndex
        self.rows = rows
    }

    /// The row with this index, or nil when it is not known.
    public func row(at index: Int) -> ListRow? {
        let (offset, overflow) = index.subtractingReportingOverflow(firstIndex)
        guard !overflow, rows.indices.contains(offset) else { return nil }
        return rows[offset]
    }
}

/// A row of a list.
public struct ListRow: Equatable, Sendable {
    /// One content for each column; missing ones are empty.
    public var cells: [CellContent]
    /// Whether the row is marked for a command that takes several.
    public var isMarked: Bool
    /// Why the row cannot be chosen; nil when it can.
    public var disabledReason: SafeText?

    /// Makes a row.
    public init(_ cells: [CellContent], isMarked: Bool = false, disabledReason: SafeText? = nil) {
        self.cells = cells
        self.isMarked = isMarked
        self.disabledReason = disabledReason
    }
}

/// The filter above a list.
public struct FilterLine: Equatable, Sendable {
    /// The words typed so far.
    public var text: SafeText
    /// Cells before the cursor while the filter is being typed; nil when it is not.
    public var cursorColumn: Int?
    /// What came of it, such as "12 found, searching".
    public var note: SafeText?

    /// Makes a filter line.
    public init(text: SafeText, cursorColumn: Int? = nil, note: SafeText? = nil) {
        self.text = text
        self.cursorColumn = cursorColumn
        self.note = note
    }
}
