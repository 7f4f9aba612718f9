import TerminalKit

extension TextField {
    /// Applies an edit; returns the reason why the field does not hold what was typed, if any.
    mutating func edit(_ edit: FieldEdit) -> SafeText? {
        switch edit {
        case .key(let key): _ = handle(key)
        case .paste(let text): _ = paste(text)
        case .replace(let text): _ = replace(with: text)
        }
        return refusal
    }

    /// Returns the line of a filter that is being typed in the field.
    func filterLine(_ note: SafeText) -> FilterLine {
        FilterLine(text: shown, cursorColumn: cursorColumn, note: note)
    }

    /// Returns the reason why the content is not what was typed; nil if it is.
    ///
    /// A line is taken as a whole or not at all: what stood there before is not what was typed. On a
    /// screen a paste that was refused has left what everybody sees.
    func untaken(_ viewport: Viewport) -> SafeText? {
        refusal ?? (viewport.isSpoken ? warning : nil)
    }
}
