/// The one rule for characters that cannot be seen, or that move the cursor or others.
public enum HiddenCharacters {
    /// The characters of a text, each with whether it is hidden where it stands.
    ///
    /// Indian and Persian writing needs the two joiners, which move no other character. They stay
    /// after a virama and between letters, and are hidden anywhere else. What selects a variant of
    /// the character before it stays.
    ///
    /// Source: RFC 5892 appendices A.1 and A.2, of which we do not ask how a letter joins others.
    public static func marked(
        in text: String
    ) -> [(scalar: Unicode.Scalar, isHidden: Bool)] {
        let scalars = Array(text.unicodeScalars)
        return scalars.indices.map { index in
            let scalar = scalars[index]
            guard joiners.contains(scalar) else { return (scalar, isHidden(scalar)) }
            guard index > 0 else { return (scalar, true) }
            let before = scalars[index - 1].properties
            if before.canonicalCombiningClass == .virama { return (scalar, false) }
            let isBetween =
                index + 1 < scalars.count && isOfWord(before)
                && isOfWord(scalars[index + 1].properties)
            return (scalar, !isBetween)
        }
    }

    private static let joiners: Set<Unicode.Scalar> = ["\u{200C}", "\u{200D}"]

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
            .unassigned:
            return true
        default:
            return properties.isDefaultIgnorableCodePoint && !properties.isVariationSelector
        }
    }

    /// True for a letter, and for a mark on one.
    private static func isOfWord(_ properties: Unicode.Scalar.Properties) -> Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark: !properties.isDefaultIgnorableCodePoint
        default: properties.isAlphabetic
        }
    }
}
