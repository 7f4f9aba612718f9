import TerminalKit

/// Interpretation of typed row numbers.
extension LinearShell {
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
        let read = console.session?.readNumbers[Self.place(of: list, on: model)]
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

    /// Refuses a number, and requests that the rows are read with their current numbers.
    mutating func refuse(
        _ number: String,
        _ meaning: ReadNumbers.Meaning,
        at list: ListModel,
        of model: ScreenModel
    ) -> Response {
        let place = Self.place(of: list, on: model)
        console.session?.readNumbers[place, default: ReadNumbers(list)].end()
        readsRows = true
        readList = nil
        let reason =
            meaning == .gone
            ? "The row that was read as \(number) is gone."
            : "The rows have changed, and none was read as \(number) since."
        return Response(lines: ["\(reason) Nothing was chosen."])
    }

    /// Records the rows that are read with their numbers.
    mutating func noteNumbers(in lines: [SafeText], of model: ScreenModel) {
        guard model.lock == nil else {
            // Another user may be listening after the lock.
            console.session?.readNumbers = [:]
            return
        }
        // Before sign-in no list changes by itself, so a number is the position of its row.
        guard var numbers = console.session?.readNumbers else { return }
        for case .list(let list) in model.blocks {
            let place = Self.place(of: list, on: model)
            let read = LinearRenderer.introducedRows(of: list).filter {
                isRead($0, of: list, in: lines)
            }
            guard !read.isEmpty else { continue }
            // Without identifiers, rows of another account could be mistaken for those of this one.
            let isOther = last?.id != model.id && list.rowIDs.isEmpty
            if isOther || numbers[place]?.words != ReadNumbers.words(of: list) {
                numbers[place] = nil
            }
            for row in read { numbers[place, default: ReadNumbers(list)].note(row, of: list) }
        }
        console.session?.readNumbers = numbers
    }

    /// Returns a key for a list that is unique among all screens.
    private static func place(of list: ListModel, on model: ScreenModel) -> String {
        "\(model.id.name) \(list.id)"
    }
}
