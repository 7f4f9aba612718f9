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
    /// Rows that are measured with those that are known and not drawn, so that columns stand still
    /// while the list is scrolled: each holds what takes the most cells of all its rows.
    public var measured: [ListRow]
    /// The row at the top, 0-based.
    public var top: Int
    /// The row under the cursor, 0-based; nil when there is none.
    public var selected: Int?
    /// The names of all rows; empty where they have none.
    public var rowIDs: [RowID]
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
    /// Whether the list, with the heading right above it, is left out where rows are too short for
    /// everything.
    public var isOptional: Bool

    /// Makes a list.
    public init(
        id: String,
        title: SafeText,
        columns: [Column],
        rowCount: Int,
        window: ListWindow,
        measured: [ListRow] = [],
        top: Int = 0,
        selected: Int? = nil,
        rowIDs: [RowID] = [],
        isFocused: Bool = true,
        filter: FilterLine? = nil,
        footer: SafeText? = nil,
        emptyText: SafeText = "Nothing here",
        showsHeader: Bool = true,
        isOptional: Bool = false
    ) {
        self.id = id
        self.title = title
        self.columns = columns
        self.rowCount = rowCount
        self.window = window
        self.measured = measured
        self.top = top
        self.selected = selected
        self.rowIDs = rowIDs
        self.isFocused = isFocused
        self.filter = filter
        self.footer = footer
        self.emptyText = emptyText
        self.showsHeader = showsHeader
        self.isOptional = isOptional
    }

    /// The row with this index, or nil when it is not known.
    public func row(at index: Int) -> ListRow? {
        window.row(at: index)
    }
}

/// A column of a list.
public struct Column: Equatable, Sendable {
    /// From this drop priority on, a column is a spare one: it goes before any other does, and before
    /// a name has less than ample room.
    public static let sparePriority = 9

    /// How wide a column is, in cells.
    public enum Width: Equatable, Sendable {
        /// This wide, unless an amount needs more. With words of ours, as wide as the widest of
        /// them, and where there is no room for that, no less than this.
        case fixed(Int)
        /// What is left over, and not less than the minimum; words of ours take no more than they
        /// need, and words of others no more than can be read across.
        ///
        /// Up to its comfortable width a column is served before those that go sooner; a column
        /// that never goes gets that width even if others have to go for it.
        case flexible(minimum: Int, comfortable: Int = 0)
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
    ///
    /// Below 0 a column goes only where amounts would have no room otherwise, however short the names
    /// are made. Columns of one priority go together: give it to columns that explain each other,
    /// such as a balance and what is set aside of it. Names with an end give up the words in front of
    /// it before their column goes. From ``sparePriority`` on a column takes from names only the room
    /// that they have beyond an ample one.
    public var dropPriority: Int
    /// A line under the rows while the column is left out, for one whose values explain others; nil
    /// where nothing is missed.
    public var substitute: SafeText?

    /// Makes a column.
    public init(
        _ title: SafeText,
        shortTitle: SafeText? = nil,
        width: Width,
        alignment: Alignment = .leading,
        dropPriority: Int = 0,
        substitute: SafeText? = nil
    ) {
        self.title = title
        self.shortTitle = shortTitle
        self.width = width
        self.alignment = alignment
        self.dropPriority = dropPriority
        self.substitute = substitute
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

extension ListRow {
    /// What stands in the row as it is printed, cell after cell.
    public var plain: String {
        cells.flatMap { cell -> [SafeText?] in
            switch cell {
            case .text(let text, _): [text]
            case .untrusted(let text, let end): [text + end]
            case .status(let status): [status.word]
            case .amount(let amount): [amount.number, amount.currency, amount.word]
            case .empty: []
            }
        }
        .compactMap { $0?.plain }.joined(separator: " ")
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
