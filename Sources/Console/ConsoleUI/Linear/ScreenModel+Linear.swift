import ClientService
import TerminalKit

/// Recipients of a typed line.
extension ScreenModel {
    /// Blocks that receive the current input.
    private var activeBlocks: [Block] {
        if let lock { return lock.form.map { [.form($0)] } ?? [] }
        guard let dialog else { return blocks }
        return (dialog.form.map { [.form($0)] } ?? []) + [.buttons(dialog.buttons)]
    }

    /// Field that requests input; nil if there is none.
    var focusedField: Field? {
        for case .form(let form) in activeBlocks {
            if let field = form.focusedField { return field }
        }
        return nil
    }

    /// Fields for secrets in the active blocks.
    var secretFields: [Field] {
        activeBlocks.flatMap { block -> [Field] in
            guard case .form(let form) = block else { return [] }
            return form.fields.filter { field in
                if case .masked = field.content { true } else { false }
            }
        }
    }

    /// Buttons of which one can be pressed; nil if there are none.
    var focusedButtons: ButtonsModel? {
        for case .buttons(let buttons) in activeBlocks where buttons.focused != nil {
            return buttons
        }
        return nil
    }

    /// List from which a row can be chosen; nil if there is none.
    var focusedList: ListModel? {
        guard lock == nil, dialog == nil else { return nil }
        for case .list(let list) in blocks where list.isFocused { return list }
        return nil
    }

    /// True if the filter of the list is being typed.
    var isTypingWords: Bool { focusedList?.filter?.cursorColumn != nil }

    /// Returns true if the list was empty when it was read and has rows now.
    func hasRows(missingIn last: ScreenModel) -> Bool {
        guard id == last.id, let list = focusedList, let before = last.focusedList else {
            return false
        }
        return list.id == before.id && list.filter == before.filter && before.rowCount == 0
            && list.rowCount > 0
    }

    /// True if a row shows that its transfer is being sent.
    var showsSending: Bool {
        let sending = CellContent.status(TransferWords(.sending, isCancelAsked: false).status)
        return blocks.contains { block in
            guard case .list(let list) = block else { return false }
            return list.window.rows.contains { $0.cells.contains(sending) }
        }
    }

    /// True if a search is running.
    var isSearching: Bool { progress?.cancelKey != nil }
}
