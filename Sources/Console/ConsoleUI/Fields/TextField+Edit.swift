import TerminalKit

extension TextField {
    /// Takes an edit; why the field does not hold what was typed, if it does not.
    mutating func edit(_ edit: FieldEdit) -> SafeText? {
        switch edit {
        case .key(let key): _ = handle(key)
        case .paste(let text): _ = paste(text)
        case .replace(let text): _ = replace(with: text)
        }
        return refusal
    }
}
