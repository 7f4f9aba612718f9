/// Text as a command prints it: lines and tabs, and nothing else that steers a terminal.
///
/// `HiddenCharacters` of CoreVocabulary has the rule for names and references. It hides all that is
/// replaced here, and more: lines and tabs, joiners where no script needs them, and what takes no room.
public enum PrintedText {
    private static let joiners: Set<Unicode.Scalar> = ["\u{200C}", "\u{200D}"]

    /// A text in which U+FFFD stands for each character that moves the cursor, gives a command to the
    /// terminal, turns the order of letters round or ends a line unseen.
    ///
    /// JSON as this project prints it comes out as it is: such characters are escapes there.
    public static func clean(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: steers) else { return text }
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { clean.append(steers(scalar) ? "\u{FFFD}" : scalar) }
        return String(clean)
    }

    private static func steers(_ scalar: Unicode.Scalar) -> Bool {
        if (0x20..<0x7F).contains(scalar.value) || scalar == "\n" || scalar == "\t" { return false }
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: return true
        // The joiners move nothing, and Indian writing needs them.
        case .format: return !joiners.contains(scalar)
        default: return false
        }
    }
}
