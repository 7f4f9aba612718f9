import ClientService
import TerminalKit

/// Selection of the lines to read out.
extension LinearShell {
    /// Forgets what was read, so that the screen and its guide are read again.
    mutating func readAgain() {
        if let id = last?.id { guided.remove(id) }
        last = nil
    }

    /// Returns what has changed since the last reading; nothing while rows are being fetched.
    mutating func speak(answersLine: Bool = false) -> [String] {
        if hasLeft || isEnding { return [] }
        if isAwaiting { return message() + fetching() + wayOut() }
        hasSaidFetching = false
        hasSaidWayOut = false
        var model = console.linearScreen
        if !answersLine, isOnlySentAgain(model) { return [] }
        if let progress = model.progress, progress.total == nil, !model.isSearching {
            // A wait without a total is announced once, as a sentence.
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
            return ["Searching; \(commands.takesWords ? ":" : "")stop ends it."]
        }
        hasSaidSearching = false
        if owesRows, let list = model.focusedList, list.rowCount > 0 {
            owesRows = false
            // A dialog was read before the rows behind it arrived.
            if last?.id == model.id { readAgain() }
        }
        if model.toast?.id == saidToast { model.toast = nil } else { saidToast = model.toast?.id }
        return read(model).map(\.plain)
    }

    /// Returns the new content of a screen.
    private mutating func read(_ model: ScreenModel) -> [SafeText] {
        let isNew = last?.id != model.id || last?.lock != nil
        let haveCome = last.map { model.hasRows(missingIn: $0) } ?? false
        var lines = changes(to: model)
        if let list = model.focusedList, model.lock == nil {
            if readsRows || haveCome {
                // The empty text is read once, with the title of the list.
                let said = list.rowCount == 0 ? list.emptyText : nil
                lines = lines.filter { !list.isSelectedRow($0) && $0 != said }
                lines += unreadRows(of: list)
            } else if !isNew, isNoNews(list) {
                lines.removeAll { list.isSelectedRow($0) }
            }
            // The title is added, because it would be unclear which list has so many rows.
            let count = SafeText(trusted: list.rowCount == 1 ? "1 row" : "\(list.rowCount) rows")
            lines = lines.map { $0 == count ? list.title + ": " + $0 : $0 }
        }
        let parts = partsRead(in: lines, of: model)
        noteNumbers(in: lines, of: model)
        lines = withColumns(lines, of: model) + parts
        // When a filter opens, a command needs a colon from then on.
        if let last, last.id == model.id, !last.isTypingWords, model.isTypingWords {
            lines.append("A command has a colon in front here, such as :back.")
        }
        readsRows = false
        if model.lock == nil, isNew || haveCome, guided.insert(model.id).inserted {
            lines += commands.guide(model)
        }
        last = model
        toldStates = [:]
        for item in console.workspace.session?.outbox ?? [] {
            toldStates[item.intentKey] = item.state
        }
        return lines
    }

    /// Returns the renderer's lines, without the prompt and without what the previous screen said.
    private func changes(to model: ScreenModel) -> [SafeText] {
        var spoken = model
        // Another screen of the same session does not repeat the status.
        if last?.id != model.id, last?.status == model.status { spoken.status = StatusLine() }
        var lines = LinearRenderer.announce(old: known(before: model), new: spoken)
        guard last?.id == model.id else { return lines }
        if let prompt = LinearRenderer.prompt(for: model) { lines.removeAll { $0 == prompt } }
        // The length of a secret that was entered or filled in is not news.
        let lengths = model.secretFields.flatMap(Self.lengthWords)
        lines.removeAll { lengths.contains($0) }
        return lines
    }

    /// Returns the screen with which the next one is compared.
    ///
    /// Another step of the same screen is read in full, including content of the step before,
    /// because a listener cannot look at both. Notes shown above every screen are not repeated.
    private func known(before model: ScreenModel) -> ScreenModel? {
        guard var before = last, before.id == model.id, before.crumbs != model.crumbs else {
            return last
        }
        let notes = ScreenPresenter(console: console).notes(console.workspace.context)
        before.blocks.removeAll { !notes.contains($0) }
        return before
    }

    /// Returns the lines that state the length of a secret.
    private static func lengthWords(of field: Field) -> [SafeText] {
        guard case .masked(let count) = field.content else { return [] }
        return ["\(field.label): empty", "\(field.label): \(count) characters"]
    }

    /// Returns true if the only change is that a transfer is being sent again.
    ///
    /// That repeats until the bank answers. The result is announced, but not each attempt.
    private func isOnlySentAgain(_ model: ScreenModel) -> Bool {
        guard let last, last.id == model.id, last.lock == model.lock, last.crumbs == model.crumbs,
            last.status.link == model.status.link, (last.dialog == nil) == (model.dialog == nil),
            model.toast == nil || model.toast?.id == saidToast,
            !readsRows, !model.hasRows(missingIn: last)
        else { return false }
        // A screen that caches its list may show the state a moment longer than the outbox.
        if model.showsSending, !last.showsSending { return true }
        return (console.workspace.session?.outbox ?? []).contains { item in
            guard item.state == .sending, let told = toldStates[item.intentKey] else {
                return false
            }
            return told != .sending
        }
    }

    /// Returns a message not announced yet; an answer under way may replace it on the screen.
    private mutating func message() -> [String] {
        guard let toast = console.linearScreen.toast, toast.id != saidToast else { return [] }
        saidToast = toast.id
        return [LinearRenderer.words(toast).plain]
    }

    /// Announces once that the first synchronisation is running.
    private mutating func fetching() -> [String] {
        guard !hasSaidFetching, console.workspace.session?.status?.catchingUp != nil else {
            return []
        }
        hasSaidFetching = true
        return ["Fetching your records."]
    }
}

/// Reading of list rows.
extension LinearShell {
    /// Returns the rows of a list that were not just read.
    private func unreadRows(of list: ListModel) -> [SafeText] {
        LinearRenderer.rows(of: list, except: rowsRead(of: list))
    }

    /// Returns the rows of a list that were just read; changed rows do not count.
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

    /// Returns, for each list read in part, its range and how to hear the rest.
    private mutating func partsRead(in lines: [SafeText], of model: ScreenModel) -> [SafeText] {
        guard model.lock == nil else { return [] }
        var parts: [SafeText] = []
        for case .list(let list) in model.blocks {
            let rows = LinearRenderer.introducedRows(of: list)
            let first = rows.first { list.isRead($0, in: lines) }
            let last = rows.last { list.isRead($0, in: lines) }
            guard let first, let last else { continue }
            if list.isFocused { readList = list }
            guard rows.count < list.rowCount else { continue }
            let colon = commands.takesWords ? ":" : ""
            var part = "rows \(first + 1) to \(last + 1) of \(list.rowCount)"
            if list.isFocused {
                if last + 1 < list.rowCount { part += "; \(colon)more reads on" }
                if first > 0 { part += "; \(colon)previous goes back" }
            } else if console.workspace.availability(of: .nextPane) == .enabled {
                part += "; \(colon)other list goes there"
            }
            parts.append(list.title + ": " + SafeText(trusted: "\(part)."))
        }
        return parts
    }

    /// Inserts the column titles before the first rows of a list that is read for the first time.
    ///
    /// Later they are read for a single row on request.
    private mutating func withColumns(_ lines: [SafeText], of model: ScreenModel) -> [SafeText] {
        guard model.lock == nil else { return lines }
        var lines = lines
        for case .list(let list) in model.blocks {
            let titles = list.columns.map(\.title).filter { !$0.isEmpty }
            guard titles.count > 1 else { continue }
            let words = "Each row: " + titles.dropFirst().reduce(titles[0]) { $0 + "; " + $1 }
            let rows = LinearRenderer.introducedRows(of: list)
            let first = lines.firstIndex { line in
                rows.contains { list.isRead($0, in: [line]) }
            }
            guard let first, toldColumns.insert("\(list.id) \(words.plain)").inserted else {
                continue
            }
            lines.insert(words, at: first)
        }
        return lines
    }

    /// Returns true if the selected row is unchanged, or its current figures are being fetched.
    private func isNoNews(_ list: ListModel) -> Bool {
        guard let before = last?.focusedList, before.id == list.id,
            before.selected == list.selected, let selected = list.selected
        else { return false }
        if list.id == "accounts", console.workspace.loads.isUnderWay(.accounts) { return true }
        guard let old = before.row(at: selected), let new = list.row(at: selected) else {
            return false
        }
        // That a figure is current again is announced with the state of the link.
        return before.isFocused && new.freshnessWords.isEmpty && old.undated == new.undated
            && before.filter?.cursorColumn == nil
    }
}
