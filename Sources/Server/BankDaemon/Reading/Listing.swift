import CoreVocabulary
import WireProtocol

/// Rows under headings, all of a list or a page of it, as an operator reads them or as scripts do.
public struct Listing: Hashable, Sendable {
    /// The headings; in JSON the names of the members.
    public let columns: [String]
    /// The rows, each with a text for each column.
    public let rows: [[String]]

    init(_ columns: [String], _ rows: [[String]]) {
        invariant(rows.allSatisfy { $0.count == columns.count }, "a row has a text for each column")
        self.columns = columns
        self.rows = rows
    }

    /// Lines with the columns under one another, the headings first, where this is the whole list.
    public var lines: [String] {
        var text = ListingText()
        return text.lines(of: self)
    }

    /// A JSON object for each row, a line each, which can be shown on a terminal.
    public var jsonLines: [String] {
        rows.map { row in
            let members = zip(columns, row).map { JSONMember($0, .string($1)) }
            return PrintedJSON.text(of: .object(members))
        }
    }
}
