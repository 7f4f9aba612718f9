import Glibc

/// A table of text, with the first column aligned left and the others right.
struct Table {
    private let title: String
    private var rows: [[String]]

    /// Creates a table with a title and headings.
    init(_ title: String, columns: [String]) {
        self.title = title
        rows = [columns]
    }

    /// Adds a row to the table.
    mutating func add(_ row: [String]) {
        rows.append(row)
    }

    /// Prints the table with an empty line before it.
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
        // Flushed, so that a file or pipe receives each table when it is done.
        fflush(nil)
    }
}
