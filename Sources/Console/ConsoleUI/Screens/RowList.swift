import TerminalKit

/// A list that is in memory as a whole, with its filter, its selected row and the row at the top.
///
/// Every such list is looked through in the same way: `/` takes words, the rows follow them, Enter goes
/// to the rows that are left, and Esc shows all of them again.
struct RowList: Sendable {
    /// The selected row and the row at the top.
    private(set) var position = ListState()
    private var words = TextField(maximumScalarCount: 40)
    private var isTyping = false

    /// True if rows are filtered by words, or are about to be.
    var isFiltered: Bool { isTyping || !words.isEmpty }

    /// Interpretation of keys while the list has the focus.
    var focus: InputFocus { isTyping ? .text : .commands }

    /// Effect of Esc on the list; nil if it has none.
    var backAction: BackAction? { isFiltered ? .clearFilter : nil }

    /// Returns the items whose rows match; a filter that cannot be understood matches all.
    func found<Item>(
        among items: [Item],
        _ format: Format,
        _ row: (Item) -> SearchedRow
    ) -> [Item] {
        var filter = RowFilter(words.text, format.convention)
        guard !filter.isEmpty, problem(format) == nil else { return items }
        return items.filter { filter.admits(row($0)) }
    }

    /// Returns the display model of the list, with the focus.
    ///
    /// Unless only the visible rows are loaded, all are, also those that the filter hides: they are
    /// measured, so that no column moves while somebody types. `measured` rows replace these.
    func model<Item>(
        _ id: String,
        _ title: SafeText,
        _ columns: [Column],
        _ found: [Item],
        of all: [Item],
        isNewest: Bool = false,
        loadsVisibleRowsOnly: Bool = false,
        measured: [ListRow]? = nil,
        emptyText: SafeText,
        _ format: Format,
        row: (Item) -> ListRow
    ) -> ListModel {
        let shown =
            loadsVisibleRowsOnly
            ? position.visibleRange.clamped(to: found.indices) : found.indices
        return ListModel(
            id: id,
            title: title,
            columns: columns,
            rowCount: found.count,
            window: ListWindow(firstIndex: shown.lowerBound, rows: found[shown].map(row)),
            measured: measured ?? (isFiltered && !loadsVisibleRowsOnly ? all.map(row) : []),
            top: position.top,
            selected: position.selected,
            rowIDs: position.ids,
            filter: filterLine(found: found.count, of: all.count, isNewest: isNewest, format),
            footer: position.lostNote,
            emptyText: emptyText
        )
    }

    /// Returns the line above the rows; nil while all of them are shown.
    private func filterLine(
        found count: Int,
        of total: Int,
        isNewest: Bool,
        _ format: Format
    ) -> FilterLine? {
        guard isFiltered else { return nil }
        let found: SafeText = isNewest ? "\(count) of the newest \(total)" : "\(count) of \(total)"
        return FilterLine(
            text: words.shown,
            cursorColumn: isTyping ? words.cursorColumn : nil,
            note: words.refusal ?? words.warning
                ?? (problem(format) == nil ? found : "not understood")
        )
    }

    /// The problem of a filter that cannot be understood; nil when it can.
    private func problem(_ format: Format) -> FilterWords.Problem? {
        FilterWords.problem(of: words.text, convention: format.convention)
    }

    /// Sets the present rows, and the number of visible ones; nil if that is unknown.
    ///
    /// The selection stays on what was selected. In a list to which no keys go it may move.
    mutating func arrange(_ rows: [some ListedRow], height: Int?, isAttended: Bool = true) {
        position.setRows(rows, isAttended: isAttended)
        if let height { position.setHeight(height) }
    }

    /// Returns the selected row; nil if there is none, or it has gone.
    func chosen<Row: ListedRow>(among rows: [Row]) -> Row? {
        position.chosen(among: rows)
    }

    /// Announces that a row may go because of a command on it: the next one is then selected.
    mutating func release(_ row: some ListedRow) {
        position.release(row.rowID)
    }

    /// Selects a row by its index.
    mutating func select(_ index: Int) {
        position.select(index)
    }

    /// Runs a command; returns false if it is none of the list's.
    @discardableResult
    mutating func perform(_ command: CommandID, _ turn: inout Turn) -> Bool {
        switch command {
        case .filter: isTyping = true
        case .confirm where isTyping:
            // The note beside the words says why they are not looked for.
            guard words.untaken(turn.context.viewport) == nil else { break }
            words.forgetWarning()
            if let problem = problem(turn.context.format) {
                turn.say(.warning, SafeText(trusted: problem.sentence))
            } else {
                isTyping = false
            }
        case .back where isFiltered, .clearFilter where isFiltered: clear()
        default:
            guard position.availability(of: command) != nil else { return false }
            position.perform(command)
            words.forgetWarning()
        }
        return true
    }

    /// Applies an edit to the filter.
    mutating func edit(_ edit: FieldEdit) {
        if words.isEmpty, position.moveToEnd(by: edit) { return }
        _ = words.edit(edit)
        position.restart()
    }

    /// Adopts the filter of another list.
    mutating func adoptFilter(of other: RowList) {
        words = other.words
        isTyping = other.isTyping
        position.restart()
    }

    /// Removes the filter, so that all rows are shown.
    mutating func clear() {
        isTyping = false
        words.clear()
        position.restart()
    }

    /// Returns the availability of a command of the list; nil for any other command.
    func availability(of command: CommandID) -> Availability? {
        if isTyping { return command == .confirm || command == .back ? .enabled : .inherited }
        if let motion = position.availability(of: command) { return motion }
        switch command {
        case .filter:
            return position.count > 0 || isFiltered
                ? .enabled : .disabled("There is nothing to look through.")
        case .back, .clearFilter: return isFiltered ? .enabled : nil
        default: return nil
        }
    }
}
