import CoreVocabulary
import WireProtocol

/// A list or a page of it: rows under headings, for operators and scripts.
package struct Listing: Hashable, Sendable {
    /// The headings, which are the member names in JSON.
    package let columns: [String]
    /// The rows, with a text for each column.
    package let rows: [[String]]

    init(_ columns: [String], _ rows: [[String]]) {
        invariant(rows.allSatisfy { $0.count == columns.count }, "a row has a text for each column")
        self.columns = columns
        self.rows = rows
    }

    /// A JSON object per row and line, safe to show on a terminal.
    package var jsonLines: [String] {
        rows.map { row in
            let members = zip(columns, row).map { JSONMember($0, .string($1)) }
            return PrintedJSON.text(of: .object(members))
        }
    }
}
