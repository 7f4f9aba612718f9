/// Rule for hidden characters in names and references: invisible, or moving the cursor or other
/// text.
///
/// `PrintedText` of ProgramOutput has the rule for output of commands, which replaces fewer
/// characters.
package enum HiddenCharacters {
    /// Returns the scalars of a text, each with true if it is hidden in its context.
    ///
    /// Indian and Persian writing needs the two joiners, which move no other character. They are
    /// visible after a virama and between letters of scripts that may need them, and hidden
    /// anywhere else. A variation selector is visible after a character that may have variants.
    ///
    /// Source: RFC 5892 appendices A.1 and A.2, without their check of how a letter joins others;
    /// Unicode 17.0 §23.4, by which letters with capitals have no variants, except emoji.
    package static func marked(in text: String) -> [(scalar: Unicode.Scalar, isHidden: Bool)] {
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

    /// Returns true if a text has a hidden character, or shows nothing as a whole; false if empty.
    package static func areIn(_ text: String) -> Bool {
        guard !text.isEmpty else { return false }
        return marked(in: text).contains { $0.isHidden }
            || !text.unicodeScalars.contains(where: isSeen)
    }

    /// Returns true if a character is visible on its own.
    package static func isSeen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark, .spaceSeparator, .format: false
        // U+2800 is the Braille pattern without dots.
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

    /// Returns true if a joiner between two characters may change their form.
    private static func isJoint(
        _ before: Unicode.Scalar.Properties?,
        _ after: Unicode.Scalar.Properties?
    ) -> Bool {
        guard let before else { return false }
        if before.canonicalCombiningClass == .virama { return true }
        guard let after else { return false }
        return isOfJoinedWord(before) && isOfJoinedWord(after)
    }

    /// Returns true for a letter of a script that may have joiners, and for a mark on one.
    ///
    /// Scripts with capitals and ideographs do not have them.
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
