/// Announcements of changes within one screen.
extension LinearRenderer {
    /// Returns the lines that announce changed blocks, comparing each with the one in its place.
    ///
    /// If blocks were added or removed, only the new and changed ones are read.
    static func blockChanges(_ old: [Block], _ new: [Block]) -> [SafeText] {
        guard old != new else { return [] }
        guard old.count == new.count, zip(old, new).allSatisfy(areAlike) else {
            return new.flatMap { block -> [SafeText] in
                if old.contains(block) { return [] }
                guard let before = old.first(where: { areAlike($0, block) }) else {
                    return introduction(of: block)
                }
                return changes(before, block)
            }
        }
        return zip(old, new).flatMap { changes($0, $1) }
    }

    /// Returns true if two blocks are states of the same block.
    private static func areAlike(_ old: Block, _ new: Block) -> Bool {
        switch (old, new) {
        case (.heading, .heading), (.text, .text), (.rule, .rule), (.space, .space): true
        case (.buttons(let before), .buttons(let after)):
            before.buttons.map(\.id) == after.buttons.map(\.id)
        case (.facts(let before), .facts(let after)): before.map(\.label) == after.map(\.label)
        case (.list(let before), .list(let after)): before.id == after.id
        case (.form(let before), .form(let after)):
            before.fields.map(\.id) == after.fields.map(\.id)
        default: false
        }
    }

    private static func changes(_ old: Block, _ new: Block) -> [SafeText] {
        guard old != new else { return [] }
        switch (old, new) {
        case (.text(let before, _, _), .text(let after, _, _)):
            return after.filter { !before.contains($0) }
        case (.facts(let before), .facts(let after)):
            return after.filter { !before.contains($0) }.map(words)
        case (.list(let before), .list(let after)): return listChanges(before, after)
        case (.form(let before), .form(let after)): return formChanges(before, after)
        case (.buttons(let before), .buttons(let after)): return buttonChanges(before, after)
        default: return introduction(of: new)
        }
    }

    /// Returns the changes of a list: its filter, its row count and its selected row.
    private static func listChanges(_ old: ListModel, _ new: ListModel) -> [SafeText] {
        var lines: [SafeText] = []
        if let filter = new.filter, filter.cursorColumn != nil, old.filter?.cursorColumn == nil {
            lines.append("Filter: type words, Enter to finish")
        }
        if old.filter != nil, new.filter == nil { lines.append("Filter off") }
        let isTyping = new.filter?.cursorColumn != nil
        if old.rowCount != new.rowCount, !isTyping {
            lines.append(
                new.rowCount == 0
                    ? new.emptyText
                    : "\(new.rowCount)\(new.rowCount == 1 ? " row" : " rows")"
            )
        } else if let note = new.filter?.note, note != old.filter?.note, !isTyping {
            lines.append(note)
        }
        let hasLost = new.selected == nil && old.selected != nil && new.rowCount > 0
        // The footer explains why no row is selected any more.
        if new.isFocused, hasLost, let footer = new.footer { lines.append(footer) }
        guard new.isFocused, !isTyping, let selected = new.selected else { return lines }
        let before = old.selected.flatMap { old.row(at: $0) }
        let hasArrived = !old.isFocused || old.filter?.cursorColumn != nil
        guard let row = new.row(at: selected) else {
            if old.selected != selected {
                lines.append("Row \(selected + 1): loading")
            }
            return lines
        }
        if old.selected != selected || before != row || hasArrived {
            lines.append(words(row))
        }
        return lines
    }

    /// Returns new complaints, fields changed without the focus, and the newly focused field.
    ///
    /// Typed text is not repeated because the terminal already echoed it.
    static func formChanges(_ old: FormModel, _ new: FormModel) -> [SafeText] {
        var lines: [SafeText] = []
        for (index, field) in new.fields.enumerated() {
            let before = old.fields.indices.contains(index) ? old.fields[index] : nil
            if let complaint = field.complaint, complaint != before?.complaint {
                lines.append("\(field.label): \(complaint)")
            }
            if let before, before.content != field.content, old.focused != index {
                lines.append(words(field))
            }
        }
        if old.focused != new.focused, let field = new.focusedField {
            lines.append(prompt(for: field))
        }
        return lines
    }

    private static func buttonChanges(_ old: ButtonsModel, _ new: ButtonsModel) -> [SafeText] {
        guard let focused = new.focusedIndex else { return [] }
        let before = old.buttons.indices.contains(focused) ? old.buttons[focused] : nil
        guard old.focused != focused || before != new.buttons[focused] else { return [] }
        return [words(new, focused: focused)]
    }

    /// Returns the lines that announce an opened, changed or closed dialog.
    static func dialogChanges(_ old: DialogModel?, _ new: DialogModel?) -> [SafeText] {
        switch (old, new) {
        case (nil, nil): []
        case (let before?, nil): ["Closed: \(before.title)"]
        case (nil, let after?): introduction(of: after)
        case (let before?, let after?):
            before.title == after.title
                ? blockChanges(before.blocks, after.blocks) : introduction(of: after)
        }
    }
}
