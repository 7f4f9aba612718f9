/// Where the fields of a form stand.
struct FormLayout: Equatable, Sendable {
    /// One field, in rows counted from the top of the form.
    struct PlacedField: Equatable, Sendable {
        /// The row of the label and the field.
        var row: Int
        /// Cells inside the field's brackets.
        var width: Int
        /// The lines under the field: its error, or else its warning or its hint.
        var message: [SafeText]
        /// Whether ``message`` is an error.
        var isError: Bool
        /// Whether ``message`` is a warning.
        var isWarning: Bool
    }

    /// Labels are not made wider than this.
    static let widestLabel = 24
    /// Cells in front of the labels: the mark of the field with the focus.
    static let prefixWidth = 2
    /// Cells between label and field, and around what stands in the field.
    static let gap = 1
    /// Cells between the field's left bracket and a hint below it.
    static let hintIndent = 1
    /// Cells between the field's left bracket and what has a mark below it: an error or a warning.
    static let errorIndent = 3

    /// The fields in order.
    var fields: [PlacedField] = []
    /// Cells given to the labels.
    var labelWidth: Int
    /// Rows down.
    var height = 0
    /// The cells across without which an amount would be cut.
    var neededWidth = 0

    /// Where the field's left bracket stands.
    var fieldX: Int { Self.prefixWidth + labelWidth + Self.gap }

    /// Lays a form out in a width.
    ///
    /// - Parameters:
    ///   - form: The form.
    ///   - width: Cells across.
    ///   - isShort: Whether to use the short labels.
    ///   - isTight: Whether fields stand close, with a line below only where one is needed.
    init(_ form: FormModel, width: Int, isShort: Bool, isTight: Bool) {
        let labels = form.fields.map { $0.label(isShort: isShort).width }
        labelWidth = min(labels.max() ?? 0, Self.widestLabel)
        let roomy = !isTight && form.fields.contains { $0.hint != nil || $0.complaint != nil }
        for (index, field) in form.fields.enumerated() {
            let afterField = field.suffix.map { $0.width + 1 } ?? 0
            let room = width - fieldX - 2 - afterField
            let wanted = field.wantedWidth
            neededWidth = max(neededWidth, fieldX + 2 + afterField + field.leastWidth)
            let isFocused = form.focused == index
            let text = field.complaint ?? (isTight && !isFocused ? nil : field.hint)
            let indent = fieldX + (field.complaint == nil ? Self.hintIndent : Self.errorIndent)
            let lines = text?.wrapped(toWidth: max(1, width - indent)) ?? []
            fields.append(
                PlacedField(
                    row: height,
                    width: max(1, min(wanted, room)),
                    message: lines,
                    isError: field.error != nil,
                    isWarning: field.error == nil && field.warning != nil
                )
            )
            height += 1 + max(lines.count, roomy ? 1 : 0)
        }
    }
}

extension Field {
    /// The label to draw.
    func label(isShort: Bool) -> SafeText {
        isShort ? shortLabel ?? label : label
    }

    /// The cells inside the brackets that suit what the field takes.
    fileprivate var wantedWidth: Int {
        switch kind {
        case .code: max(8, leastWidth)
        case .date: 12
        case .amount: max(20, leastWidth)
        case .text, .masked, .account: 40
        }
    }

    /// The cells inside the brackets without which what stands there could not be read.
    fileprivate var leastWidth: Int {
        switch (kind, content) {
        case (.amount, .text(let text, _)), (.code, .text(let text, _)): text.width + 1
        default: 10
        }
    }
}
