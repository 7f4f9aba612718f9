/// The rule for names and references: which characters cannot be seen, or move the cursor or others.
///
/// `PrintedText` of ProgramOutput has the rule for what a command prints, and replaces fewer.
public enum HiddenCharacters {
    /// The characters of a text, each with whether it is hidden where it stands.
    ///
    /// Indian and Persian writing needs the two joiners, which move no other character. They stay
    /// after a virama and between letters of scripts that may need them, and are hidden anywhere else.
    /// What selects a variant of the character before it stays after one that may have variants.
    ///
    /// Source: RFC 5892 appendices A.1 and A.2, of which we do not ask how a letter joins others;
    /// Unicode 17.0 §23.4, by which letters with capitals have no variants but emoji.
    public static func marked(
        in text: String
    ) -> [(scalar: Unicode.Scalar, isHidden: Bool)] {
        let scalars = Array(text.unicodeScalars)
        return scalars.indices.map { index in
            let scalar = scalars[index]
            let before = index > 0 ? scalars[index - 1].properties : nil
            if joiners.contains(scalar) {
                let after = index + 1 < scalars.count ? scalars[index + 1].properties : nil
                return (scalar, !isJoint(before, after))
            }
            if scalar.properties.isVariationSelector {
                return (scalar, !mayHaveVariants(before))
            }
            return (scalar, isHidden(scalar))
        }
    }

    /// True if a character of a text is hidden, or all of its characters together show nothing.
    public static func areIn(_ text: String) -> Bool {
        guard !text.isEmpty else { return false }
        return marked(in: text).contains { $0.isHidden }
            || !text.unicodeScalars.contains(where: isSeen)
    }

    /// True if a character is seen where it stands alone.
    public static func isSeen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark, .spaceSeparator, .format: false
        // The pattern of Braille without a dot.
        default: scalar != "\u{2800}"
        }
    }

    private static let joiners: Set<Unicode.Scalar> = ["\u{200C}", "\u{200D}"]

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
            .unassigned:
            true
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    /// True if a joiner between two characters may change their form.
    private static func isJoint(
        _ before: Unicode.Scalar.Properties?,
        _ after: Unicode.Scalar.Properties?
    ) -> Bool {
        guard let before else { return false }
        if before.canonicalCombiningClass == .virama { return true }
        guard let after else { return false }
        return isOfJoinedWord(before) && isOfJoinedWord(after)
    }

    /// True for a letter of a script that may have joiners, and for a mark on one: neither scripts
    /// with capitals nor ideographs have them.
    private static func isOfJoinedWord(_ properties: Unicode.Scalar.Properties) -> Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark: !properties.isDefaultIgnorableCodePoint
        default: properties.isAlphabetic && !properties.isCased && !properties.isIdeographic
        }
    }

    private static func mayHaveVariants(_ properties: Unicode.Scalar.Properties?) -> Bool {
        guard let properties, !properties.isDefaultIgnorableCodePoint,
            properties.generalCategory != .spaceSeparator
        else { return false }
        return !properties.isCased || properties.isEmoji
    }
}
