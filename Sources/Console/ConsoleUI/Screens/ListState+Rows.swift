import TerminalKit

/// The selection in a list that is in memory as a whole.
extension ListState {
    /// The reason why no command is available after the selected row has gone.
    static let lostReason = "What was chosen here is gone. Choose a row."

    /// The line under the rows; nil while one of them is selected.
    var lostNote: SafeText? { hasLostSelection ? SafeText(trusted: Self.lostReason) : nil }

    /// Returns the availability of a command for the selected row.
    func needsSelection(orElse reason: String) -> Availability {
        if hasLostSelection { return .disabled(Self.lostReason) }
        return count > 0 ? .enabled : .disabled(reason)
    }

    /// Updates the state to the present rows; see ``ListState/setRows(_:isAttended:)``.
    mutating func setRows(_ rows: [some ListedRow], isAttended: Bool = true) {
        setRows(rows.map(\.rowID), isAttended: isAttended)
    }

    /// Selects the row that was chosen before; none if it has gone, because nobody chose the row in
    /// its place.
    mutating func choose(_ id: RowID, among rows: [some ListedRow]) {
        // Once there was only this one.
        setRows([id])
        select(0)
        setRows(rows)
    }

    /// Returns the selected row among the present ones; nil if it has gone.
    func chosen<Row: ListedRow>(among rows: [Row]) -> Row? {
        guard let id = selectedID else { return nil }
        if let selected, rows.indices.contains(selected), rows[selected].rowID == id {
            return rows[selected]
        }
        return rows.first { $0.rowID == id }
    }
}
