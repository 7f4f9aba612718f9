import LedgerService

/// A page of a list, with the place after which the next page begins.
struct ListingPage<Place: Sendable>: Sendable {
    /// The rows, with a text for each column.
    let rows: [[String]]
    /// The place after this page; nil if it is the last one.
    let next: Place?

    /// Creates the page of some lines.
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
