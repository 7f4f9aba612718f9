import ClientService
import TerminalKit

extension Console {
    /// The screen as it is read out; keys are not spoken of, since lines are typed.
    var linearScreen: ScreenModel {
        var model = screen(size: Size(width: SizeClass.designWidth, height: 24))
        model.hints = []
        model.lock?.hints = []
        return model
    }
}

/// What takes a typed line.
extension ScreenModel {
    /// The blocks that take what is typed now.
    private var activeBlocks: [Block] {
        if let lock { return lock.form.map { [.form($0)] } ?? [] }
        guard let dialog else { return blocks }
        return (dialog.form.map { [.form($0)] } ?? []) + [.buttons(dialog.buttons)]
    }

    /// The field that is asked for.
    var focusedField: Field? {
        for case .form(let form) in activeBlocks {
            if let field = form.focusedField { return field }
        }
        return nil
    }

    /// The fields for secrets.
    var secretFields: [Field] {
        activeBlocks.flatMap { block -> [Field] in
            guard case .form(let form) = block else { return [] }
            return form.fields.filter { field in
                if case .masked = field.content { true } else { false }
            }
        }
    }

    /// The buttons of which one is to be pressed.
    var focusedButtons: ButtonsModel? {
        for case .buttons(let buttons) in activeBlocks where buttons.focused != nil {
            return buttons
        }
        return nil
    }

    /// The list from which a row is to be chosen.
    var focusedList: ListModel? {
        guard lock == nil, dialog == nil else { return nil }
        for case .list(let list) in blocks where list.isFocused { return list }
        return nil
    }

    /// Whether words are typed to find rows of the list.
    var isTypingWords: Bool { focusedList?.filter?.cursorColumn != nil }

    /// Whether the rows of the list have come since it was read out empty.
    func hasRows(missingIn last: ScreenModel) -> Bool {
        guard id == last.id, let list = focusedList, let before = last.focusedList else {
            return false
        }
        return list.id == before.id && list.filter == before.filter && before.rowCount == 0
            && list.rowCount > 0
    }

    /// Whether a row says that its transfer is being sent.
    var showsSending: Bool {
        let sending = CellContent.status(TransferWords(.sending, isCancelAsked: false).status)
        return blocks.contains { block in
            guard case .list(let list) = block else { return false }
            return list.window.rows.contains { $0.cells.contains(sending) }
        }
    }

    /// Whether a search is under way.
    var isSearching: Bool { progress?.cancelKey != nil }
}
