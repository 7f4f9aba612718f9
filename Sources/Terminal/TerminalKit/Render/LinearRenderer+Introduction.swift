/// A screen from top to bottom, for whoever meets it first.
extension LinearRenderer {
    /// Everything that a screen shows, then what can be done.
    ///
    /// - Parameters:
    ///   - model: The screen.
    ///   - isFirst: Whether whose money this is was not said yet.
    /// - Returns: The lines, in order.
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

    /// The rows of a list without what it is called, each with its number; what there is to say
    /// when there are none.
    ///
    /// - Parameters:
    ///   - list: The list.
    ///   - read: Rows that were read just before and are not read again.
    /// - Returns: The lines, in order.
    public static func rows(of list: ListModel, except read: Range<Int> = 0..<0) -> [SafeText] {
        var bare = list
        bare.footer = nil
        let lines = introduction(of: bare, except: read)
        return list.rowCount > 0 ? Array(lines.dropFirst()) : lines
    }

    /// The rows that are read when a list is: as many as are read at a time, the selected one among
    /// them.
    public static func introducedRows(of list: ListModel) -> Range<Int> {
        let top = list.effectiveTop(visibleCount: introducedRowCount)
        return top..<max(top, min(list.rowCount, top + introducedRowCount))
    }

    /// A block from top to bottom, line by line; of a list, the rows that are known.
    public static func introduction(of block: Block) -> [SafeText] {
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

    /// A question, then its answers.
    static func introduction(of dialog: DialogModel) -> [SafeText] {
        ["Question: \(dialog.title)"] + dialog.blocks.flatMap { introduction(of: $0) }
    }

    /// A form's fields, but for those in which nothing stands: they are asked for in their turn.
    static func introduction(of form: FormModel) -> [SafeText] {
        form.fields.enumerated().compactMap { index, field in
            guard !field.isEmpty || field.error != nil else { return nil }
            let error = field.error.map { SafeText("; error: \($0)") } ?? ""
            return "\(words(field))\(error)\(form.focused == index ? "; here" : "" as SafeText)"
        }
    }

    /// What a list holds and the rows from the selected one's page, each with its number.
    ///
    /// - Parameters:
    ///   - list: The list.
    ///   - read: Rows that were read just before and are not read again.
    /// - Returns: The lines, in order.
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
        return ["Keys: \(.joined(choices, separator: .valueSeparator))"]
    }
}
