/// Sanitised text for terminal output: newlines and tabs, but no other control characters.
///
/// `HiddenCharacters` of CoreVocabulary has the rule for names and references. It hides all that is
/// replaced here, and also newlines and tabs, joiners where no script needs them, and characters
/// without width.
package enum PrintedText {
    private static let joiners: Set<Unicode.Scalar> = ["\u{200C}", "\u{200D}"]

    /// Returns the text with U+FFFD for each character that controls the terminal.
    ///
    /// These are characters that move the cursor, give a command to the terminal, reverse the order
    /// of letters or end a line invisibly. JSON as this project prints it has none, because it escapes
    /// them.
    package static func clean(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: steers) else { return text }
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { clean.append(steers(scalar) ? "\u{FFFD}" : scalar) }
        return String(clean)
    }

    private static func steers(_ scalar: Unicode.Scalar) -> Bool {
        if (0x20..<0x7F).contains(scalar.value) || scalar == "\n" || scalar == "\t" { return false }
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: return true
        // Joiners move nothing, and Indian writing needs them.
        case .format: return !joiners.contains(scalar)
        default: return false
        }
    }
}
