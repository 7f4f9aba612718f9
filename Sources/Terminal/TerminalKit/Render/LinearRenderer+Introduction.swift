/// Complete reading of a screen from top to bottom.
extension LinearRenderer {
    /// Returns everything that a screen shows, with its environment if that is not known yet.
    static func introduction(of model: ScreenModel, isFirst: Bool = true) -> [SafeText] {
        var lines: [SafeText] = []
        let banner = model.environment.banner.map { SafeText("\($0): ") } ?? ""
        let title = words(ofTitle: model.title)
        lines.append(isFirst ? "\(banner)\(title)" : title)
        let status = [
            model.status.link.words, model.status.queuedWords, model.status.needsCodeWords,
            model.status.unreadWords,
            model.status.signedIn.map { "signed in: \($0.asOneValue)" }, model.status.trailing,
        ]
        let known = status.compactMap(\.self)
        if !known.isEmpty { lines.append(.joined(known, separator: .valueSeparator)) }
        if let summary = model.crumbs.summary { lines.append(summary) }
        for block in model.blocks { lines += introduction(of: block) }
        if let dialog = model.dialog { lines += introduction(of: dialog) }
        if let progress = model.progress {
            lines.append("\(progress.title): \(progress.countText)")
        }
        if let toast = model.toast { lines.append(words(toast)) }
        return lines + keys(model.hints)
    }

    /// Returns the numbered rows of a list except those just read, or the text of an empty one.
    package static func rows(of list: ListModel, except read: Range<Int> = 0..<0) -> [SafeText] {
        var bare = list
        bare.footer = nil
        let lines = introduction(of: bare, except: read)
        return list.rowCount > 0 ? Array(lines.dropFirst()) : lines
    }

    /// Returns the range of rows read when a list is introduced, which includes the selected row.
    package static func introducedRows(of list: ListModel) -> Range<Int> {
        let top = list.effectiveTop(visibleCount: introducedRowCount)
        return top..<max(top, min(list.rowCount, top + introducedRowCount))
    }

    /// Returns the lines of a block from top to bottom; of a list, only loaded rows are read.
    package static func introduction(of block: Block) -> [SafeText] {
        switch block {
        case .heading(let text): [text]
        case .text(let paragraphs, _, _): paragraphs
        case .facts(let facts): facts.map(words)
        case .list(let list): introduction(of: list)
        case .form(let form): introduction(of: form)
        case .buttons(let buttons): introduction(of: buttons)
        case .rule, .space: []
        }
    }

    /// Returns a dialog's title as a question, followed by its content.
    static func introduction(of dialog: DialogModel) -> [SafeText] {
        ["Question: \(dialog.title)"] + dialog.blocks.flatMap { introduction(of: $0) }
    }

    /// Returns the form's fields, except empty ones without an error: a prompt follows for these.
    static func introduction(of form: FormModel) -> [SafeText] {
        form.fields.enumerated().compactMap { index, field in
            guard !field.isEmpty || field.error != nil else { return nil }
            let error = field.error.map { SafeText("; error: \($0)") } ?? ""
            return "\(words(field))\(error)\(form.focused == index ? "; here" : "" as SafeText)"
        }
    }

    /// Returns the row count and the numbered rows of the selected page, except those just read.
    static func introduction(of list: ListModel, except read: Range<Int> = 0..<0) -> [SafeText] {
        guard list.rowCount > 0 else { return ["\(list.title): \(list.emptyText)"] }
        var lines: [SafeText] = [
            "\(list.title): \(list.rowCount)\(list.rowCount == 1 ? " row" : " rows")"
        ]
        for index in introducedRows(of: list) {
            guard !read.contains(index), let row = list.row(at: index) else { continue }
            let mark: SafeText = list.selected == index ? "; selected" : ""
            lines.append("\(index + 1): \(words(row))\(mark)")
        }
        if let footer = list.footer { lines.append(footer) }
        return lines
    }

    /// Returns one line per button, and marks the focused one.
    static func introduction(of buttons: ButtonsModel) -> [SafeText] {
        buttons.buttons.indices.map { index in
            let line = words(buttons, focused: index)
            return buttons.focused == index ? "\(line); here" : line
        }
    }

    /// Returns the key hints in one line; empty if there are no hints.
    static func keys(_ hints: [Hint]) -> [SafeText] {
        guard !hints.isEmpty else { return [] }
        let choices = hints.map { SafeText("\($0.key) \($0.title)") }
        return ["Keys: \(.joined(choices, separator: .valueSeparator))"]
    }
}
