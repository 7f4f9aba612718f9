import ClientService
import TerminalKit

/// What is said, and when.
extension LinearShell {
    /// Forgets what was said, so that the screen is read again and with what can be typed.
    mutating func readAgain() {
        if let id = last?.id { guided.remove(id) }
        last = nil
    }

    /// What has changed since it was last said; nothing while rows are on their way.
    ///
    /// - Parameter answersLine: Whether somebody typed a line and waits for an answer.
    /// - Returns: The lines, in order.
    mutating func speak(answersLine: Bool = false) -> [String] {
        if hasLeft || isEnding { return [] }
        if isAwaiting { return message() + fetching() + wayOut() }
        hasSaidFetching = false
        hasSaidWayOut = false
        var model = console.linearScreen
        if !answersLine, isOnlySentAgain(model) { return [] }
        if let progress = model.progress, progress.total == nil, !model.isSearching {
            // A wait without a measure is told once, as a sentence.
            let isNew = saidWait != progress.title
            saidWait = progress.title
            model.progress = nil
            if isNew { return ["\(progress.title.plain)."] }
        } else {
            saidWait = nil
        }
        if model.isSearching {
            guard !hasSaidSearching else { return [] }
            hasSaidSearching = true
            return ["Searching; \(takesWords ? ":" : "")stop ends it."]
        }
        hasSaidSearching = false
        if owesRows, let list = model.focusedList, list.rowCount > 0 {
            owesRows = false
            // A question in front of the screen was read before the rows behind it were there.
            if last?.id == model.id { readAgain() }
        }
        if model.toast?.id == saidToast { model.toast = nil } else { saidToast = model.toast?.id }
        return read(model).map(\.plain)
    }

    /// Reads what is new on a screen.
    private mutating func read(_ model: ScreenModel) -> [SafeText] {
        let isNew = last?.id != model.id || last?.lock != nil
        let haveCome = last.map { model.hasRows(missingIn: $0) } ?? false
        var lines = changes(to: model)
        if let list = model.focusedList, model.lock == nil {
            if readsRows || haveCome {
                // That there are none is said once, with what the list is.
                let said = list.rowCount == 0 ? list.emptyText : nil
                lines = lines.filter { !isRow($0, of: list) && $0 != said }
                lines += unreadRows(of: list)
            } else if !isNew, isNoNews(list) {
                lines.removeAll { isRow($0, of: list) }
            }
            // Which list has so many rows is not to be guessed.
            let count = SafeText(trusted: list.rowCount == 1 ? "1 row" : "\(list.rowCount) rows")
            lines = lines.map { $0 == count ? list.title + ": " + $0 : $0 }
        }
        let parts = partsRead(in: lines, of: model)
        noteNumbers(in: lines, of: model)
        lines = withColumns(lines, of: model) + parts
        // Where words are typed all of a sudden, a command is one of them.
        if let last, last.id == model.id, !last.isTypingWords, model.isTypingWords {
            lines.append("A command has a colon in front here, such as :back.")
        }
        readsRows = false
        if model.lock == nil, isNew || haveCome, guided.insert(model.id).inserted {
            lines += guide(model)
        }
        last = model
        toldStates = [:]
        for item in console.session?.outbox ?? [] { toldStates[item.intentKey] = item.state }
        return lines
    }

    /// What the renderer has to say of a screen, without what its prompt says just below and what
    /// was said on the screen before.
    private func changes(to model: ScreenModel) -> [SafeText] {
        var spoken = model
        // Another screen of the same session says who is signed in no second time.
        if last?.id != model.id, last?.status == model.status { spoken.status = StatusLine() }
        var lines = LinearRenderer.announce(old: known(before: model), new: spoken)
        guard last?.id == model.id else { return lines }
        if let prompt = LinearRenderer.prompt(for: model) { lines.removeAll { $0 == prompt } }
        // How long a secret is that was handed in or filled in is no news.
        let lengths = model.secretFields.flatMap(Self.lengthWords)
        lines.removeAll { lengths.contains($0) }
        return lines
    }

    /// The screen with which the next one is compared.
    ///
    /// Another step of the same screen is read whole, also what stood on the step before: whoever
    /// listens cannot look at both. What stands above every screen was heard.
    private func known(before model: ScreenModel) -> ScreenModel? {
        guard var before = last, before.id == model.id, before.crumbs != model.crumbs else {
            return last
        }
        let notes = console.notes(console.context)
        before.blocks.removeAll { !notes.contains($0) }
        return before
    }

    /// What is read of a secret: that there is none, or how long it is.
    private static func lengthWords(of field: Field) -> [SafeText] {
        guard case .masked(let count) = field.content else { return [] }
        return ["\(field.label): empty", "\(field.label): \(count) characters"]
    }

    /// Whether nothing has happened but that a transfer goes out once more, which it does until the
    /// bank answers; what comes of it is told, and not each attempt.
    private func isOnlySentAgain(_ model: ScreenModel) -> Bool {
        guard let last, last.id == model.id, last.lock == model.lock, last.crumbs == model.crumbs,
            last.status.link == model.status.link, (last.dialog == nil) == (model.dialog == nil),
            model.toast == nil || model.toast?.id == saidToast,
            !readsRows, !model.hasRows(missingIn: last)
        else { return false }
        // A screen that keeps what it lists may say so a moment longer than the outbox.
        if model.showsSending, !last.showsSending { return true }
        return (console.session?.outbox ?? []).contains { item in
            guard item.state == .sending, let told = toldStates[item.intentKey] else {
                return false
            }
            return told != .sending
        }
    }

    /// A message that has not been said yet; what is on its way may take it from the screen.
    private mutating func message() -> [String] {
        guard let toast = console.linearScreen.toast, toast.id != saidToast else { return [] }
        saidToast = toast.id
        return [LinearRenderer.words(toast).plain]
    }

    /// Says once that the first synchronisation goes on.
    private mutating func fetching() -> [String] {
        guard !hasSaidFetching, console.session?.status?.catchingUp != nil else { return [] }
        hasSaidFetching = true
        return ["Fetching your records."]
    }
}

/// The rows of lists.
extension LinearShell {
    /// The rows of a list that have not just been read.
    private func unreadRows(of list: ListModel) -> [SafeText] {
        LinearRenderer.rows(of: list, except: rowsRead(of: list))
    }

    /// The rows of a list that were just read; other rows in the same places were not.
    private func rowsRead(of list: ListModel) -> Range<Int> {
        guard let before = readList, before.id == list.id, before.rowCount == list.rowCount,
            before.filter == list.filter
        else { return 0..<0 }
        let rows = LinearRenderer.introducedRows(of: before)
        let areSame = rows.allSatisfy { index in
            list.row(at: index).map { $0 == before.row(at: index) } ?? true
        }
        return areSame ? rows : 0..<0
    }

    /// For each list of which some rows were read and not all: which, how many there are, and how to
    /// hear the others.
    private mutating func partsRead(in lines: [SafeText], of model: ScreenModel) -> [SafeText] {
        guard model.lock == nil else { return [] }
        var parts: [SafeText] = []
        for case .list(let list) in model.blocks {
            let rows = LinearRenderer.introducedRows(of: list)
            let first = rows.first { isRead($0, of: list, in: lines) }
            let last = rows.last { isRead($0, of: list, in: lines) }
            guard let first, let last else { continue }
            if list.isFocused { readList = list }
            guard rows.count < list.rowCount else { continue }
            let colon = takesWords ? ":" : ""
            var part = "rows \(first + 1) to \(last + 1) of \(list.rowCount)"
            if list.isFocused {
                if last + 1 < list.rowCount { part += "; \(colon)more reads on" }
                if first > 0 { part += "; \(colon)previous goes back" }
            } else if console.availability(of: .nextPane) == .enabled {
                part += "; \(colon)other list goes there"
            }
            parts.append(list.title + ": " + SafeText(trusted: "\(part)."))
        }
        return parts
    }

    /// The lines with what each value of a row is, in front of the first rows of a list that are read
    /// at all; later it is read of one row, for whoever asks.
    private mutating func withColumns(
        _ lines: [SafeText],
        of model: ScreenModel
    ) -> [SafeText] {
        guard model.lock == nil else { return lines }
        var lines = lines
        for case .list(let list) in model.blocks {
            let titles = list.columns.map(\.title).filter { !$0.isEmpty }
            guard titles.count > 1 else { continue }
            let words = "Each row: " + titles.dropFirst().reduce(titles[0]) { $0 + "; " + $1 }
            let rows = LinearRenderer.introducedRows(of: list)
            let first = lines.firstIndex { line in
                rows.contains { isRead($0, of: list, in: [line]) }
            }
            guard let first, toldColumns.insert("\(list.id) \(words.plain)").inserted else {
                continue
            }
            lines.insert(words, at: first)
        }
        return lines
    }

    /// Whether a row of a list was read with its number.
    func isRead(_ index: Int, of list: ListModel, in lines: [SafeText]) -> Bool {
        guard let row = list.row(at: index) else { return false }
        let number = "\(index + 1)"
        let words = Self.words(row, of: list)
        return lines.contains {
            let line = $0.plain
            return line == "\(number): \(words)" || line == "\(number): \(words); selected"
        }
    }

    /// Whether a line is the selected row by itself, which the rows say with its number.
    private func isRow(_ line: SafeText, of list: ListModel) -> Bool {
        guard let selected = list.selected, let row = list.row(at: selected) else { return false }
        return line.plain == Self.words(row, of: list)
    }

    /// A row as it is read.
    private static func words(_ row: ListRow, of list: ListModel) -> String {
        let alone = ListModel(
            id: list.id,
            title: list.title,
            columns: list.columns,
            rowCount: 1,
            window: ListWindow(firstIndex: 0, rows: [row])
        )
        return String(LinearRenderer.rows(of: alone).first?.plain.dropFirst("1: ".count) ?? "")
    }

    /// Whether the selected row says what it said before, or its figures of now are on their way.
    private func isNoNews(_ list: ListModel) -> Bool {
        guard let before = last?.focusedList, before.id == list.id,
            before.selected == list.selected, let selected = list.selected
        else { return false }
        if list.id == "accounts", console.loads.isUnderWay(.accounts) { return true }
        guard let old = before.row(at: selected), let new = list.row(at: selected) else {
            return false
        }
        // That a figure is as fresh again as everything else is said with the line's state.
        return before.isFocused && new.freshnessWords.isEmpty && old.undated == new.undated
            && before.filter?.cursorColumn == nil
    }
}
