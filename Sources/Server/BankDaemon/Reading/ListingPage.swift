import LedgerService

/// A page of a list: its rows, and the place after which the next page begins.
struct ListingPage<Place: Sendable>: Sendable {
    /// The rows, each with a text for each column.
    let rows: [[String]]
    /// The place; nil when this is the last page.
    let next: Place?

    /// Makes the page of some lines.
    ///
    /// - Parameters:
    ///   - lines: The lines that follow the page before, as many as the limit unless they are the
    ///     last ones.
    ///   - limit: The most lines of a page.
    ///   - place: The place of a line.
    ///   - row: What is shown of a line; nil for nothing.
    /// - Throws: What the bodies throw.
    init<Line>(
        _ lines: [Line],
        limit: Int,
        place: (Line) -> Place,
        row: (Line) throws -> [String]?
    ) rethrows {
        rows = try lines.compactMap(row)
        next = lines.count < limit ? nil : lines.last.map(place)
    }
}
