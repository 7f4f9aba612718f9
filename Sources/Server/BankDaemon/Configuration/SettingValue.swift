import Certificates
import LedgerService
import TOMLText

/// The value of a setting.
package enum SettingValue: Hashable, Sendable {
    /// A text of any length.
    case text(String)
    /// A whole number, in the unit of the setting.
    case integer(Int)
    /// A Boolean, `true` or `false`.
    case boolean(Bool)
    /// A list of texts in order.
    case list([String])

    /// Creates a value from a file, or nil if no setting has such a value.
    init?(_ value: TOMLValue) {
        switch value {
        case .string(let text): self = .text(text)
        case .integer(let number): self = .integer(number)
        case .boolean(let flag): self = .boolean(flag)
        case .array(let elements):
            let texts = elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
            guard texts.count == elements.count else { return nil }
            self = .list(texts)
        default: return nil
        }
    }

    /// The value in TOML syntax.
    var tomlText: String {
        switch self {
        case .text(let text): Self.quoted(text)
        case .integer(let number): String(number)
        case .boolean(let flag): flag ? "true" : "false"
        case .list(let texts): "[" + texts.map(Self.quoted).joined(separator: ", ") + "]"
        }
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\"": return "\\\""
            case "\\": return "\\\\"
            case "\n": return "\\n"
            case "\t": return "\\t"
            default: return String(scalar)
            }
        }
        return "\"" + escaped.joined() + "\""
    }
}

/// The type and range of a setting's value.
enum SettingKind: Hashable, Sendable {
    /// Text, which may only be empty if that means none.
    case text(mayBeEmpty: Bool)
    /// A name that is shown to people.
    case shownName
    /// An integer within a range.
    case integer(ClosedRange<Int>, unit: String)
    /// The words `true` or `false`.
    case boolean
    /// One of a set of words.
    case word([String])
    /// A list of host names and addresses.
    case hostNames

    /// Returns true if a setting of this type may have a value.
    func allows(_ value: SettingValue) -> Bool {
        switch (value, self) {
        case (.text(let text), .text(let mayBeEmpty)): mayBeEmpty || !text.isEmpty
        case (.text(let text), .shownName): ShownName.refusal(of: text) == nil
        case (.text(let text), .word(let words)): words.contains(text)
        case (.integer(let number), .integer(let range, _)): range.contains(number)
        case (.boolean, .boolean): true
        case (.list(let texts), .hostNames):
            !texts.isEmpty && texts.allSatisfy { AlternativeName($0) != nil }
        default: false
        }
    }

    /// The rule as the end of a sentence that begins with the setting's name.
    var rule: String {
        switch self {
        case .text(mayBeEmpty: true): "is text in quotation marks"
        case .text(mayBeEmpty: false): "is text in quotation marks, and not empty"
        case .shownName:
            "is text in quotation marks, of \(ShownName.lengths.lowerBound) to "
                + "\(ShownName.lengths.upperBound) characters, with no control characters, line "
                + "breaks or hidden characters, and no space at its start or end"
        case .integer(let range, let unit):
            "is a whole number from \(range.lowerBound) to \(range.upperBound)"
                + (unit.isEmpty ? "" : " (\(unit))")
        case .boolean: "is true or false"
        case .word(let words): "is one of " + words.map { "\"\($0)\"" }.joined(separator: ", ")
        case .hostNames: "is a list of host names and addresses: [\"bank.example\", \"10.0.0.1\"]"
        }
    }
}
