import TerminalKit

/// Rows of a list by the numbers with which they were last read out.
///
/// A typed number means the row that was read with it, wherever that row is now.
struct ReadNumbers: Sendable {
    /// Current meaning of a number.
    enum Meaning: Hashable, Sendable {
        /// The row at this position, 0-based.
        case row(Int)
        /// The row that was read with it is gone.
        case gone
        /// No row was read with it since the numbers were reset.
        case unread
    }

    /// Row as it was read.
    private struct Row: Sendable {
        let id: RowID?
        let content: ListRow
        /// Number of rows at that time.
        let count: Int
    }

    /// Search text when the rows were read; empty if there was none.
    let words: SafeText
    private var rows: [Int: Row] = [:]
    /// True if the numbers read before are no longer valid.
    private var haveEnded = false

    /// Creates numbers for a list of which nothing was read.
    init(_ list: ListModel) {
        words = Self.words(of: list)
    }

    /// Returns the search text of a list.
    static func words(of list: ListModel) -> SafeText {
        list.filter?.text ?? .empty
    }

    /// Resets all numbers, so that the rows must be read again.
    mutating func end() {
        rows = [:]
        haveEnded = true
    }

    /// Records a row that was read with its number; its position is 0-based.
    mutating func note(_ place: Int, of list: ListModel) {
        guard let content = list.row(at: place) else { return }
        rows[place] = Row(id: list.id(at: place), content: content, count: list.rowCount)
    }

    /// Returns the meaning of the number of a position, 0-based, in the current list.
    func meaning(of place: Int, in list: ListModel) -> Meaning {
        guard let read = rows[place] else { return haveEnded ? .unread : .row(place) }
        if let id = read.id {
            if list.id(at: place) == id { return .row(place) }
            return list.rowIDs.firstIndex(of: id).map { .row($0) } ?? .gone
        }
        // Only a few rows of a long list are loaded. New rows are added at its ends only, so
        // positions are stable while the count is unchanged.
        if list.row(at: place) == read.content { return .row(place) }
        if list.row(at: place) == nil, list.rowCount == read.count { return .row(place) }
        let known = list.window.rows.firstIndex(of: read.content)
        return known.map { .row(list.window.firstIndex + $0) } ?? .gone
    }
}

extension ListModel {
    /// Returns the identifier of the row at a position; nil if rows have none.
    fileprivate func id(at place: Int) -> RowID? {
        rowIDs.indices.contains(place) ? rowIDs[place] : nil
    }
}

extension Session? {
    /// Returns the meaning of a typed number; nil if it is not a row number, now or when rows were
    /// read.
    ///
    /// It means the row that was read with it. If that row is gone, nothing is chosen and the rows
    /// are read again, because a listener cannot see that another row has taken its place.
    func meaning(
        of words: String,
        at list: ListModel,
        of model: ScreenModel
    ) -> ReadNumbers.Meaning? {
        guard let number = Int(words), number > 0 else { return nil }
        let isRow = number <= list.rowCount
        let read = self?.readNumbers[ReadNumbers.place(of: list, on: model)]
        guard let read, read.words == ReadNumbers.words(of: list) else {
            return isRow ? .row(number - 1) : nil
        }
        let meaning = read.meaning(of: number - 1, in: list)
        return switch meaning {
        case .row(let row): row < list.rowCount ? meaning : nil
        case .gone: meaning
        case .unread: isRow ? meaning : nil
        }
    }
}

extension ReadNumbers {
    /// Returns a key for a list that is unique among all screens.
    static func place(of list: ListModel, on model: ScreenModel) -> String {
        "\(model.id.name) \(list.id)"
    }
}
