import TerminalKit

/// The rows of a list by the numbers with which they were read out last.
///
/// A number that somebody types means the row that was read with it, wherever that stands now.
struct ReadNumbers: Sendable {
    /// The meaning of a number now.
    enum Meaning: Hashable, Sendable {
        /// The row in this place, 0-based.
        case row(Int)
        /// The row that was read with it is gone.
        case gone
        /// Nothing: no row was read with it since the numbers ended.
        case unread
    }

    /// A row as it was read.
    private struct Row: Sendable {
        let id: RowID?
        let content: ListRow
        /// The number of rows then.
        let count: Int
    }

    /// The words that were looked for when the rows were read; empty where none were.
    let words: SafeText
    private var rows: [Int: Row] = [:]
    /// True if the numbers that were read before mean nothing any more.
    private var haveEnded = false

    /// Begins with a list of which nothing was read.
    init(_ list: ListModel) {
        words = Self.words(of: list)
    }

    /// The words that are looked for in a list.
    static func words(of list: ListModel) -> SafeText {
        list.filter?.text ?? .empty
    }

    /// Forgets every number: what is meant has to be read anew.
    mutating func end() {
        rows = [:]
        haveEnded = true
    }

    /// Takes note of a row that was read with its number; its place is 0-based.
    mutating func note(_ place: Int, of list: ListModel) {
        guard let content = list.row(at: place) else { return }
        rows[place] = Row(id: list.id(at: place), content: content, count: list.rowCount)
    }

    /// The meaning of the number of a place, 0-based, in the list as it is now.
    func meaning(of place: Int, in list: ListModel) -> Meaning {
        guard let read = rows[place] else { return haveEnded ? .unread : .row(place) }
        if let id = read.id {
            if list.id(at: place) == id { return .row(place) }
            return list.rowIDs.firstIndex(of: id).map { .row($0) } ?? .gone
        }
        // Of a long list a few rows are known. New ones only come at its ends, so as long as it is not
        // longer its places are the same.
        if list.row(at: place) == read.content { return .row(place) }
        if list.row(at: place) == nil, list.rowCount == read.count { return .row(place) }
        let known = list.window.rows.firstIndex(of: read.content)
        return known.map { .row(list.window.firstIndex + $0) } ?? .gone
    }
}

extension ListModel {
    /// The name of the row in a place; nil where rows have none.
    fileprivate func id(at place: Int) -> RowID? {
        rowIDs.indices.contains(place) ? rowIDs[place] : nil
    }
}
