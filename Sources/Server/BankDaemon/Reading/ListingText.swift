import CoreVocabulary

/// The lines of a list that comes in pages, as an operator reads them or as scripts do.
public struct ListingText: Sendable {
    private static let ellipsis = "…"

    private let isJSON: Bool
    /// The most characters of a text in a column; nil where all of it is shown.
    private let textLimit: Int?
    /// How wide the columns were on the pages so far; nil before the first.
    private var widths: [Int]?

    /// Begins a list.
    ///
    /// - Parameters:
    ///   - isJSON: True for a JSON object for each row in place of columns.
    ///   - textLimit: The most characters of a text in a column, 1 or more; a longer one is cut, and
    ///     whole in JSON. Nil for no limit.
    public init(isJSON: Bool = false, textLimit: Int? = nil) {
        invariant(textLimit ?? 1 >= 1, "there is room for the sign of a cut")
        self.isJSON = isJSON
        self.textLimit = textLimit
    }

    /// The lines of the next page: the headings before the first, and the columns under one another
    /// and under those of the pages before.
    public mutating func lines(of page: Listing) -> [String] {
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
