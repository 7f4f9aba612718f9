/// Conversion of values to words.
extension LinearRenderer {
    /// Returns the selected row with its column titles, or nil if no row is selected.
    package static func named(_ list: ListModel) -> SafeText? {
        list.selected.flatMap { list.row(at: $0) }.map { words($0, columns: list.columns) }
    }

    /// Returns the values of a row in one line, each after the title of its column if there are
    /// any.
    static func words(_ row: ListRow, columns: [Column] = []) -> SafeText {
        var parts: [SafeText] = []
        for (index, cell) in row.cells.enumerated() {
            guard let value = words(cell) else { continue }
            let title = columns.indices.contains(index) ? columns[index].title : ""
            parts.append(title.width == 0 ? value : "\(title) \(value)")
        }
        if let reason = row.disabledReason { parts.append("not available: \(reason)") }
        return .joined(parts, separator: .valueSeparator)
    }

    /// Returns a fact's label, value and note.
    static func words(_ fact: Fact) -> SafeText {
        let note = fact.note.map { SafeText.valueSeparator + $0.asOneValue } ?? .empty
        return "\(fact.label): \(words(fact.value) ?? SafeText("none"))\(note)"
    }

    /// Returns a value quoted so that it reads as one value, or nil if it is empty.
    static func words(_ content: CellContent) -> SafeText? {
        switch content {
        case .empty: nil
        case .text(let text, _): text.width == 0 ? nil : text.asOneValue
        case .status(let status): status.word
        case .amount(let amount): words(amount)
        case .untrusted(let text, let end): remarked(text + end)
        }
    }

    /// Returns untrusted text together with its remark, if it has one.
    private static func remarked(_ text: SafeText) -> SafeText {
        let value = text.asOneValue
        guard let remark = UntrustedRemark(text) else { return value }
        return remark.isWarning
            ? "\(value) (warning: \(remark.word))" : "\(value) (\(remark.word))"
    }

    /// Returns a screen's title, with a warning about a name in it worded as in a row.
    static func words(ofTitle title: SafeText) -> SafeText {
        guard let remark = UntrustedRemark(title), remark.isWarning else { return title }
        return "\(title) (warning: \(remark.word))"
    }

    /// Returns an amount with its sign as a word, because a screen reader may skip a minus sign.
    static func words(_ amount: AmountContent) -> SafeText {
        var number = amount.number
        var sign: SafeText = ""
        switch number.cells.first?.base {
        case "-", "\u{2212}":
            sign = "minus "
            number = number.droppingCells(1)
        case "+":
            sign = "plus "
            number = number.droppingCells(1)
        default: break
        }
        let currency = amount.currency.map { SafeText(" \($0)") } ?? ""
        let word = amount.word.map { SafeText(" \($0)") } ?? ""
        return "\(sign)\(number)\(currency)\(word)"
    }

    /// Returns a field's label and content; for a secret, only its length.
    static func words(_ field: Field) -> SafeText {
        let suffix = field.suffix.map { SafeText(" \($0)") } ?? ""
        let value: SafeText =
            switch field.content {
            case .text(let text, _): text.width == 0 ? "empty" : "\(text.asOneValue)\(suffix)"
            case .masked(let count):
                count == 0 ? "empty" : "\(count) characters"
            }
        return "\(field.label): \(value)"
    }

    /// Returns the prompt of a field: label, content, error or warning, hint.
    static func prompt(for field: Field) -> SafeText {
        var parts = [words(field)]
        if let error = field.error {
            parts.append("error: \(error)")
        } else if let warning = field.warning {
            parts.append("warning: \(warning)")
        }
        if let hint = field.hint { parts.append(hint) }
        return .joined(parts, separator: .valueSeparator)
    }

    /// Returns a button's title, its position among the others, and the reason if it is disabled.
    static func words(_ model: ButtonsModel, focused index: Int) -> SafeText {
        let button = model.buttons[index]
        let reason = button.disabledReason.map { SafeText(", not available: \($0)") }
        return "Button \(button.title), \(index + 1) of \(model.buttons.count)\(reason ?? "")"
    }

    /// Returns a message, prefixed with its severity if it is a warning or an error.
    package static func words(_ toast: Toast) -> SafeText {
        switch toast.kind {
        case .information, .success: toast.text
        case .warning: "Warning: \(toast.text)"
        case .error: "Error: \(toast.text)"
        }
    }
}
