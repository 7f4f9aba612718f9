/// A character of a text from outside that is not what it seems, for the inspector.
public struct ScalarNote: Hashable, Sendable {
    /// What is odd about a character.
    public enum Problem: Hashable, Sendable {
        /// It controls the direction of writing; it was taken out.
        case bidirectional
        /// It shows nothing; it was taken out.
        case hidden
        /// It is a control character; U+FFFD stands in its place.
        case control
        /// It looks like the ASCII character named, or, with nil, belongs to another alphabet
        /// than the letters around it.
        case lookAlike(Unicode.Scalar?)
        /// It is a combining mark too many; it was taken out.
        case excessMark
        /// It is unassigned, private or not steady in width; U+FFFD stands in its place.
        case undrawable
    }

    /// The character.
    public let scalar: Unicode.Scalar
    /// What is odd about it.
    public let problem: Problem

    /// The problem in a few words of ours.
    public var words: SafeText {
        switch problem {
        case .bidirectional: "direction control, removed"
        case .hidden: "hidden character, removed"
        case .control: "control character, replaced"
        case .lookAlike(let ascii?): "looks like \(quoted: SafeText(trusted: String(ascii)))"
        case .lookAlike(nil): "letter of another alphabet"
        case .excessMark: "combining mark too many, removed"
        case .undrawable: "cannot be shown, replaced"
        }
    }

    /// A character by its number, such as `\u{202E}`; safe to print.
    static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "\\u{" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "}"
    }
}
