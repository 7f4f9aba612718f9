import TerminalKit

extension TextField {
    /// Takes an edit; why it was refused, if it was.
    mutating func edit(_ edit: FieldEdit) -> SafeText? {
        switch edit {
        case .key(let key):
            if case .refused(let reason) = handle(key) { return reason }
            return nil
        case .paste(let text):
            return paste(text)
        case .replace(let text):
            clear()
            for scalar in text.unicodeScalars {
                guard let reason = insert(scalar) else { continue }
                clear()
                return reason
            }
            return nil
        }
    }
}
