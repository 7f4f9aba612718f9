/// A screen from top to bottom, for whoever meets it first.
extension LinearRenderer {
    /// Everything that a screen shows, then what can be done.
    static func introduction(of model: ScreenModel) -> [SafeText] {
        var lines: [SafeText] = []
        let banner = model.environment.banner.map { SafeText("\($0): ") } ?? ""
        lines.append("\(banner)\(model.title)")
        let status = [
            model.status.link.words, model.status.queuedWords, model.status.unreadWords,
            model.status.signedIn.map { "signed in: \($0)" }, model.status.trailing,
        ]
        let known = status.compactMap(\.self)
        if !known.isEmpty { lines.append(.joined(known, separator: "; ")) }
        if let summary = model.crumbs.summary { lines.append(summary) }
        for block in model.blocks { lines += introduction(of: block) }
        if let dialog = model.dialog { lines += introduction(of: dialog) }
        if let progress = model.progress {
            lines.append("\(progress.title): \(progress.countText)")
        }
        if let toast = model.toast { lines.append(words(toast)) }
        return lines + keys(model.hints)
    }

    /// A block from top to bottom, line by line; of a list, the rows that are known.
    public static func introduction(of block: Block) -> [SafeText] {
        switch block {
        case .heading(let text): [text]
        case .text(let paragraphs, _): paragraphs
        case .facts(let facts): facts.map(words)
        case .list(let list): introduction(of: list)
        case .form(let form): introduction(of: form)
        case .buttons(let buttons): introduction(of: buttons)
        case .rule, .space: []
        }
    }

    /// A question, then its answers.
    static func introduction(of dialog: DialogModel) -> [SafeText] {
        ["Question: \(dialog.title)"] + dialog.blocks.flatMap { introduction(of: $0) }
    }

    /// A form's fields; the one with the focus is said to have it.
    static func introduction(of form: FormModel) -> [SafeText] {
        form.fields.enumerated().map { index, field in
            form.focused == index ? "\(words(field)); here" : words(field)
        }
    }

    /// What a list holds and the rows from the selected one's page, each with its number.
    static func introduction(of list: ListModel) -> [SafeText] {
        guard list.rowCount > 0 else { return ["\(list.title): \(list.emptyText)"] }
        var lines: [SafeText] = [
            "\(list.title): \(list.rowCount)\(list.rowCount == 1 ? " row" : " rows")"
        ]
        let top = list.effectiveTop(visibleCount: introducedRowCount)
        for index in top..<min(list.rowCount, top + introducedRowCount) {
            guard let row = list.row(at: index) else { continue }
            let mark: SafeText = list.selected == index ? "; selected" : ""
            lines.append(
                "\(index + 1): \(words(row, columns: list.columns))\(mark)"
            )
        }
        if let footer = list.footer { lines.append(footer) }
        return lines
    }

    /// Buttons, one line each, and which of them has the focus.
    static func introduction(of buttons: ButtonsModel) -> [SafeText] {
        buttons.buttons.indices.map { index in
            let line = words(buttons, focused: index)
            return buttons.focused == index ? "\(line); here" : line
        }
    }

    /// The keys that matter, in one line; none when there are no hints.
    static func keys(_ hints: [Hint]) -> [SafeText] {
        guard !hints.isEmpty else { return [] }
        let choices = hints.map { SafeText("\($0.key) \($0.title)") }
        return ["Keys: \(.joined(choices, separator: "; "))"]
    }
}
