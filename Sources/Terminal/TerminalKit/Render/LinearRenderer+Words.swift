/// Values in words.
extension LinearRenderer {
    /// The selected row with what each column is called, for whoever asks; nil when there is none.
    public static func named(_ list: ListModel) -> SafeText? {
        list.selected.flatMap { list.row(at: $0) }.map { words($0, columns: list.columns) }
    }

    /// A row, value by value.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - columns: What stands before each value, for whoever asked; without, the values alone.
    /// - Returns: The row in one line.
    static func words(_ row: ListRow, columns: [Column] = []) -> SafeText {
        var parts: [SafeText] = []
        for (index, cell) in row.cells.enumerated() {
            guard let value = words(cell) else { continue }
            let title = columns.indices.contains(index) ? columns[index].title : ""
            parts.append(title.width == 0 ? value : "\(title) \(value)")
        }
        if row.isMarked { parts.append("marked") }
        if let reason = row.disabledReason {
            parts.append("not available: \(reason)")
        }
        return .joined(parts, separator: .valueSeparator)
    }

    /// A value with its label and remark.
    static func words(_ fact: Fact) -> SafeText {
        let note = fact.note.map { SafeText.valueSeparator + $0.asOneValue } ?? .empty
        return "\(fact.label): \(words(fact.value) ?? SafeText("none"))\(note)"
    }

    /// A value that adds no other to its line, whatever it says; nil where there is nothing to say.
    static func words(_ content: CellContent) -> SafeText? {
        switch content {
        case .empty: nil
        case .text(let text, _): text.width == 0 ? nil : text.asOneValue
        case .status(let status): status.word
        case .amount(let amount): words(amount)
        case .untrusted(let text, let end): remarked(text + end)
        }
    }

    /// Words that somebody else chose, with what there is to say of them.
    private static func remarked(_ text: SafeText) -> SafeText {
        let value = text.asOneValue
        guard let remark = UntrustedRemark(text) else { return value }
        return remark.isWarning
            ? "\(value) (warning: \(remark.word))" : "\(value) (\(remark.word))"
    }

    /// A screen's title; a warning about a name in it is said as it is in a row.
    static func words(ofTitle title: SafeText) -> SafeText {
        guard let remark = UntrustedRemark(title), remark.isWarning else { return title }
        return "\(title) (warning: \(remark.word))"
    }

    /// An amount; a minus that a reader might skip is a word.
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

    /// A field with what stands in it; of a secret, how long it is.
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

    /// What a field asks for: label, what stands there, error or warning, hint.
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

    /// A button, its place among the others, and why it cannot be pressed.
    static func words(_ model: ButtonsModel, focused index: Int) -> SafeText {
        let button = model.buttons[index]
        let reason = button.disabledReason.map { SafeText(", not available: \($0)") }
        return "Button \(button.title), \(index + 1) of \(model.buttons.count)\(reason ?? "")"
    }

    /// A message with how grave it is.
    public static func words(_ toast: Toast) -> SafeText {
        switch toast.kind {
        case .information, .success: toast.text
        case .warning: "Warning: \(toast.text)"
        case .error: "Error: \(toast.text)"
        }
    }
}
