import TerminalKit

extension TextField {
    /// Takes an edit.
    ///
    /// - Returns: Why the field does not hold what was typed; nil when it does. A paste that was
    ///   refused is told by ``warning``.
    mutating func edit(_ edit: FieldEdit) -> SafeText? {
        switch edit {
        case .key(let key): _ = handle(key)
        case .paste(let text): _ = paste(text)
        case .replace(let text): _ = replace(with: text)
        }
        return refusal
    }
}
