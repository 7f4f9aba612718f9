import TerminalKit

/// Interpretation of typed row numbers.
extension LinearShell {
    /// Refuses a number, and requests that the rows are read with their current numbers.
    mutating func refuse(
        _ number: String,
        _ meaning: ReadNumbers.Meaning,
        at list: ListModel,
        of model: ScreenModel
    ) -> Response {
        let place = ReadNumbers.place(of: list, on: model)
        console.workspace.session?.readNumbers[place, default: ReadNumbers(list)].end()
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
            console.workspace.session?.readNumbers = [:]
            return
        }
        // Before sign-in no list changes by itself, so a number is the position of its row.
        guard var numbers = console.workspace.session?.readNumbers else { return }
        for case .list(let list) in model.blocks {
            let place = ReadNumbers.place(of: list, on: model)
            let read = LinearRenderer.introducedRows(of: list).filter {
                list.isRead($0, in: lines)
            }
            guard !read.isEmpty else { continue }
            // Without identifiers, rows of another account could be mistaken for those of this one.
            let isOther = last?.id != model.id && list.rowIDs.isEmpty
            if isOther || numbers[place]?.words != ReadNumbers.words(of: list) {
                numbers[place] = nil
            }
            for row in read { numbers[place, default: ReadNumbers(list)].note(row, of: list) }
        }
        console.workspace.session?.readNumbers = numbers
    }
}
