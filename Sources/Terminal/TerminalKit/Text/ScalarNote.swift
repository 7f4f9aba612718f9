/// Note on a suspicious character of an untrusted text, for the inspector.
public struct ScalarNote: Hashable, Sendable {
    /// Problem with a character.
    public enum Problem: Hashable, Sendable {
        /// A direction control, which was removed.
        case bidirectional
        /// An invisible character, which was removed.
        case hidden
        /// A control character, which was replaced by U+FFFD.
        case control
        /// A letter that looks like the given ASCII character.
        ///
        /// Nil stands for a letter of another alphabet than those around it.
        case lookAlike(Unicode.Scalar?)
        /// A combining mark beyond the limit, which was removed.
        case excessMark
        /// An unassigned or private character, or one of variable width, which was replaced by
        /// U+FFFD.
        case undrawable
    }

    /// Character that the note is about.
    public let scalar: Unicode.Scalar
    /// Problem with the character.
    public let problem: Problem

    /// The problem in a few words of our own.
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

    /// Returns a character escaped by its number, as in `\u{202E}`; safe to print.
    static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "\\u{" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "}"
    }
}
