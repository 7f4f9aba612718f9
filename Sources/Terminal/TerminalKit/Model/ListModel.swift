/// Table of which only the visible rows are loaded.
///
/// It may have a million rows. The renderer draws the rows of ``window`` and a dim placeholder for
/// every other visible row. ``CellRenderer/layout(of:in:)`` returns how many rows are visible.
package struct ListModel: Equatable, Sendable {
    /// Identifier of the list within its screen; never shown.
    package var id: String
    /// Name of the rows, such as "Entries", read out in linear mode.
    package var title: SafeText
    /// The columns from left to right.
    package var columns: [Column]
    /// Number of rows, loaded or not.
    package var rowCount: Int
    /// The rows that are loaded.
    package var window: ListWindow
    /// Rows that are measured but not drawn, so that columns keep their width while scrolling.
    ///
    /// Each holds, per column, the content that needs the most cells of all the list's rows.
    package var measured: [ListRow]
    /// Index of the top visible row, 0-based.
    package var top: Int
    /// Index of the selected row, 0-based; nil if none is selected.
    package var selected: Int?
    /// Identifiers of all rows; empty if the rows have none.
    package var rowIDs: [RowID]
    /// True if the list receives key presses.
    package var isFocused: Bool
    /// Filter above the rows; nil if there is none.
    package var filter: FilterLine?
    /// Line under the rows, such as "12 of 340".
    package var footer: SafeText?
    /// Text shown if there are no rows.
    package var emptyText: SafeText
    /// True if the column titles are drawn.
    package var showsHeader: Bool
    /// True if the list and the heading directly above it may be left out when rows are short.
    package var isOptional: Bool

    /// Creates a list with its columns and loaded rows.
    package init(
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

    /// Returns the row at `index`, or nil if it is not loaded.
    package func row(at index: Int) -> ListRow? {
        let (offset, overflow) = index.subtractingReportingOverflow(window.firstIndex)
        guard !overflow, window.rows.indices.contains(offset) else { return nil }
        return window.rows[offset]
    }
}

/// Column of a list.
package struct Column: Equatable, Sendable {
    /// Drop priority from which a column is a spare one.
    ///
    /// Spare columns are dropped before any other, and before a name has less than ample room.
    package static let sparePriority = 9

    /// Width of a column in cells.
    package enum Width: Equatable, Sendable {
        /// This width, unless an amount needs more.
        ///
        /// A column of our own words is as wide as the widest of them. If there is no room for
        /// that, this width is its minimum.
        case fixed(Int)
        /// The remaining width, but at least the minimum.
        ///
        /// Our own words take no more than they need, and words of others no more than can be read
        /// across. Up to its comfortable width a column is served before those that are dropped
        /// sooner. A column that is never dropped gets that width even if others are dropped for
        /// it.
        case flexible(minimum: Int, comfortable: Int = 0)
    }

    /// Title above the column, and its label when a row is read with column names.
    package var title: SafeText
    /// Shorter title for narrow screens; nil if ``title`` is short enough.
    package var shortTitle: SafeText?
    /// Width of the column.
    package var width: Width
    /// Side to which the content is aligned, never the centre; amounts are aligned by their decimal
    /// marks too.
    package var alignment: TextAlignment
    /// Order in which columns are dropped on narrow screens: the highest first, 0 never.
    ///
    /// Below 0 a column is dropped only if amounts would not fit otherwise, however short the names
    /// become. Columns of one priority are dropped together. Use one priority for columns that
    /// explain each other, such as a balance and the amount held. Names with an end lose the words
    /// in front of it before their column is dropped. From ``sparePriority`` on, a column takes
    /// from names only the room beyond their ample width.
    package var dropPriority: Int
    /// Line under the rows while the column is dropped; nil if nothing is missed without it.
    package var substitute: SafeText?

    /// Creates a column with a title and a width.
    package init(
        _ title: SafeText,
        shortTitle: SafeText? = nil,
        width: Width,
        alignment: TextAlignment = .leading,
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

/// Contiguous range of a list's rows that are loaded.
package struct ListWindow: Equatable, Sendable {
    /// Index of the first loaded row, 0-based.
    package var firstIndex: Int
    /// The loaded rows in order.
    package var rows: [ListRow]

    /// Creates a window from a run of rows.
    package init(firstIndex: Int = 0, rows: [ListRow] = []) {
        self.firstIndex = firstIndex
        self.rows = rows
    }
}

/// Row of a list.
package struct ListRow: Equatable, Sendable {
    /// One content per column; missing ones are empty.
    package var cells: [CellContent]
    /// Reason why the row cannot be chosen; nil if it can.
    package var disabledReason: SafeText?

    /// Creates a row from the contents of its cells.
    package init(_ cells: [CellContent], disabledReason: SafeText? = nil) {
        self.cells = cells
        self.disabledReason = disabledReason
    }
}

extension ListRow {
    /// The row's content as printed, cell after cell, separated by spaces.
    package var plain: String {
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

/// Filter line above a list.
package struct FilterLine: Equatable, Sendable {
    /// Text typed so far.
    package var text: SafeText
    /// Cells before the cursor while the filter is edited; nil otherwise.
    package var cursorColumn: Int?
    /// Result of the filter, such as "12 found, searching".
    package var note: SafeText?

    /// Creates a filter line with its text.
    package init(text: SafeText, cursorColumn: Int? = nil, note: SafeText? = nil) {
        self.text = text
        self.cursorColumn = cursorColumn
        self.note = note
    }
}
