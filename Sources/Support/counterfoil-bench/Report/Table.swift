import Glibc

/// A table of text: the first column on the left, the others on the right.
struct Table {
    private let title: String
    private var rows: [[String]]

    /// Begins a table.
    init(_ title: String, columns: [String]) {
        self.title = title
        rows = [columns]
    }

    /// Adds a row.
    mutating func add(_ row: [String]) {
        rows.append(row)
    }

    /// Prints it, and an empty line.
    func print() {
        let columnCount = rows.map(\.count).max() ?? 0
        let widths = (0..<columnCount).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        Swift.print("\n\(title)")
        for (number, row) in rows.enumerated() {
            let cells = row.enumerated().map { column, text in
                let padding = String(repeating: " ", count: widths[column] - text.count)
                return column == 0 ? text + padding : padding + text
            }
            Swift.print("  " + cells.joined(separator: "  "))
            if number == 0 {
                let rule = widths.map { String(repeating: "-", count: $0) }
                Swift.print("  " + rule.joined(separator: "  "))
            }
        }
        // A file or a pipe gets each table when it is done, not all at the end.
        fflush(nil)
    }
}
