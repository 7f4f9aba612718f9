import TerminalKit

/// Rows of a list as they are read out.
extension ListModel {
    /// Returns true if a row of a list was read with its number.
    func isRead(_ index: Int, in lines: [SafeText]) -> Bool {
        guard let row = row(at: index) else { return false }
        let number = "\(index + 1)"
        let words = words(row)
        return lines.contains {
            let line = $0.plain
            return line == "\(number): \(words)" || line == "\(number): \(words); selected"
        }
    }

    /// Returns true if a line is the selected row alone, which is also read with its number.
    func isSelectedRow(_ line: SafeText) -> Bool {
        guard let selected, let row = row(at: selected) else { return false }
        return line.plain == words(row)
    }

    /// Returns a row as it is read.
    private func words(_ row: ListRow) -> String {
        let alone = ListModel(
            id: id,
            title: title,
            columns: columns,
            rowCount: 1,
            window: ListWindow(firstIndex: 0, rows: [row])
        )
        return String(LinearRenderer.rows(of: alone).first?.plain.dropFirst("1: ".count) ?? "")
    }
}
