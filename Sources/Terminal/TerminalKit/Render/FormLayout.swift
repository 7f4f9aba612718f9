/// Positions of the fields of a form.
struct FormLayout: Equatable, Sendable {
    /// Position of one field, in rows from the top of the form.
    struct PlacedField: Equatable, Sendable {
        /// Row of the label and the field.
        var row: Int
        /// Cells inside the field's brackets.
        var width: Int
        /// Lines under the field: its error, or else its warning or its hint.
        var message: [SafeText]
    }

    /// Maximum width of labels in cells.
    static let widestLabel = 24
    /// Cells in front of the labels, for the mark of the focused field.
    static let prefixWidth = 2
    /// Cells between the label and the field.
    static let gap = 1
    /// The placed fields in order.
    var fields: [PlacedField] = []
    /// Width of the label column in cells.
    var labelWidth: Int
    /// Height of the form in rows.
    var height = 0
    /// Minimum width in cells at which the content of every field is readable.
    var neededWidth = 0

    /// Column of the fields' left brackets.
    var fieldX: Int { Self.prefixWidth + labelWidth + Self.gap }

    /// Lays a form out in a given width; a tight one has no row below a field that needs none.
    init(_ form: FormModel, width: Int, isShort: Bool, isTight: Bool) {
        let labels = form.fields.map { $0.label(isShort: isShort).width }
        labelWidth = min(labels.max() ?? 0, Self.widestLabel)
        let roomy = !isTight && form.fields.contains { $0.hint != nil || $0.complaint != nil }
        for (index, field) in form.fields.enumerated() {
            let afterField = field.suffix.map { $0.width + 1 } ?? 0
            let room = width - fieldX - 2 - afterField
            neededWidth = max(neededWidth, fieldX + 2 + afterField + field.leastWidth)
            let isFocused = form.focused == index
            let text = field.complaint ?? (isTight && !isFocused ? nil : field.hint)
            let lineWidth = max(1, width - fieldX - field.messageIndent)
            let lines = text?.wrapped(toWidth: lineWidth) ?? []
            let fieldWidth = max(1, min(field.wantedWidth, room))
            fields.append(PlacedField(row: height, width: fieldWidth, message: lines))
            height += 1 + max(lines.count, roomy ? 1 : 0)
        }
    }
}

extension Field {
    /// Returns the label to draw.
    func label(isShort: Bool) -> SafeText {
        isShort ? shortLabel ?? label : label
    }

    /// Cells between the field's left bracket and the text below it; a complaint has a mark.
    var messageIndent: Int { complaint == nil ? 1 : 3 }

    /// Preferred width inside the brackets for the kind of field, in cells.
    fileprivate var wantedWidth: Int {
        switch kind {
        case .code: max(8, leastWidth)
        case .date: 12
        case .amount: max(20, leastWidth)
        case .text, .masked, .account: 40
        }
    }

    /// Minimum width inside the brackets at which the content is readable, in cells.
    fileprivate var leastWidth: Int {
        switch (kind, content) {
        case (.amount, .text(let text, _)), (.code, .text(let text, _)): text.width + 1
        default: 10
        }
    }
}
