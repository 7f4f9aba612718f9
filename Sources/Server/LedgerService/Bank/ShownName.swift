import CoreVocabulary

/// A name that people are shown: of a holder, a payee, a product, a branch.
public enum ShownName {
    /// How many characters a name may have, as Unicode counts them.
    ///
    /// Source: ISO 20022, Max70Text of a party's name.
    public static let lengths = 1...70

    /// Why a text is no name to show, in the order in which the rules are checked.
    public enum Refusal: Error, Hashable, Sendable, CaseIterable {
        /// It has no character.
        case empty
        /// It has more than 70 characters.
        case tooLong
        /// It holds a character that moves the cursor, breaks the line, or cannot be seen, or none
        /// that can.
        case hiddenCharacter
        /// It begins or ends with a space, of any width.
        case outerSpace
    }

    /// The first rule that a text breaks; nil for a name.
    public static func refusal(of text: String) -> Refusal? {
        let scalars = text.unicodeScalars
        guard let first = scalars.first, let last = scalars.last else { return .empty }
        guard lengths.contains(scalars.count) else { return .tooLong }
        guard !HiddenCharacters.marked(in: text).contains(where: { $0.isHidden }) else {
            return .hiddenCharacter
        }
        guard !isSpace(first), !isSpace(last) else { return .outerSpace }
        guard scalars.contains(where: HiddenCharacters.isSeen) else { return .hiddenCharacter }
        return nil
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .spaceSeparator
    }
}

extension ShownName.Refusal {
    /// The sentence for whoever gave the name.
    public var sentence: String {
        switch self {
        case .empty: "A name to show has at least one character."
        case .tooLong: "A name to show has at most 70 characters."
        case .hiddenCharacter:
            "A name to show has no control characters, line breaks or hidden characters."
        case .outerSpace: "A name to show has no space at its start or end."
        }
    }
}
