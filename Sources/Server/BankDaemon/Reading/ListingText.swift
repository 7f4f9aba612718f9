import CoreVocabulary

/// Formats a list that arrives in pages, for operators or scripts.
package struct ListingText: Sendable {
    private static let ellipsis = "…"

    private let isJSON: Bool
    /// Maximum number of characters of a text in a column; nil for no limit.
    private let textLimit: Int?
    /// The widths of the columns on the pages so far; nil before the first page.
    private var widths: [Int]?

    /// Creates the formatter of a list.
    package init(isJSON: Bool = false, textLimit: Int? = nil) {
        invariant(textLimit ?? 1 >= 1, "there is room for the sign of a cut")
        self.isJSON = isJSON
        self.textLimit = textLimit
    }

    /// Returns the lines of the next page, aligned with earlier ones; headings come first.
    package mutating func lines(of page: Listing) -> [String] {
        if isJSON { return page.jsonLines }
        var texts = page.rows.map { $0.map { cut(OperatorText.clean($0)) } }
        if self.widths == nil { texts.insert(page.columns.map { $0.uppercased() }, at: 0) }
        let before = self.widths ?? page.columns.map { _ in 0 }
        invariant(before.count == page.columns.count, "the pages of a list have the same columns")
        let widths = before.indices.map { column in
            max(before[column], texts.map { $0[column].count }.max() ?? 0)
        }
        self.widths = widths
        return texts.map { row in
            let cells = zip(row, widths).map { text, width in
                text + String(repeating: " ", count: width - text.count)
            }
            let line = cells.joined(separator: "  ").utf8
            let end = line.lastIndex { $0 != UInt8(ascii: " ") }
            return end.map { String(Substring(line[...$0])) } ?? ""
        }
    }

    private func cut(_ text: String) -> String {
        guard let textLimit, text.count > textLimit else { return text }
        return String(text.prefix(textLimit - 1)) + Self.ellipsis
    }
}
