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

    /// Adds a row that ends with the verdict on its figure, and keeps the goal for ``Goals``.
    ///
    /// There it is called by the table's title up to a comma, and by the row's first cell or the
    /// given name.
    mutating func add(_ row: [String], goal: Goal, named name: String? = nil) {
        rows.append(row + [goal.verdict])
        let subject = title.firstRange(of: ", ").map { title[..<$0.lowerBound] } ?? title[...]
        Goals.note("\(subject): \(name ?? row[0])", goal)
    }

    /// Adds a figure, or a dash if it was not measured.
    mutating func add(_ name: String, _ unit: String, _ value: Double?, goal: Goal? = nil) {
        let row = [name, unit, value.map(Digits.short) ?? "-"]
        if let goal { add(row, goal: goal) } else { add(row) }
    }

    /// Adds the cost of work in a small and a large case, if both were measured, with a limit of
    /// their ratio.
    mutating func add(
        _ name: String,
        _ unit: String,
        small: Double?,
        large: Double?,
        ratioLimit: Double
    ) {
        guard let small, let large else { return }
        add(
            [
                name, unit, Digits.short(small), Digits.short(large),
                Digits.ratio(large, to: small),
            ],
            goal: .atMost(ratioLimit, times: small, large)
        )
    }

    /// Prints the table with an empty line before it, in place of the progress.
    func print() {
        Progress.clear()
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
