import LedgerService

/// A page of a list, with the place after which the next page begins.
struct ListingPage<Place: Sendable>: Sendable {
    /// The rows, with a text for each column.
    let rows: [[String]]
    /// The place after this page; nil if it is the last one.
    let next: Place?

    /// Creates the page of some lines.
    ///
    /// - Parameters:
    ///   - lines: The lines after the previous page, as many as the limit unless they are the last
    ///     ones.
    ///   - limit: Maximum number of lines of a page.
    ///   - place: Returns the place of a line.
    ///   - row: Returns the row of a line, or nil to omit it.
    /// - Throws: Errors of the bodies.
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
