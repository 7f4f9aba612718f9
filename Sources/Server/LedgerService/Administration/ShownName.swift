import CoreVocabulary

/// Rules for a name that people are shown, of a holder, a payee, a product or a branch.
package enum ShownName {
    /// Allowed lengths in Unicode scalars.
    ///
    /// Source: ISO 20022, Max70Text of a party's name.
    package static let lengths = 1...70

    /// Reason why a text may not be shown as a name, in the order in which the rules are checked.
    package enum Refusal: Error, Hashable, Sendable, CaseIterable {
        /// It has no character.
        case empty
        /// It has more than 70 characters.
        case tooLong
        /// It contains a character that moves the cursor or is invisible, or has no visible one.
        case hiddenCharacter
        /// It begins or ends with a space, of any width.
        case outerSpace
    }

    /// Returns the first rule that a text breaks; nil if it is a valid name.
    package static func refusal(of text: String) -> Refusal? {
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
    /// The sentence to show to the person who entered the name.
    package var sentence: String {
        switch self {
        case .empty: "A name to show has at least one character."
        case .tooLong: "A name to show has at most 70 characters."
        case .hiddenCharacter:
            "A name to show has no control characters, line breaks or hidden characters."
        case .outerSpace: "A name to show has no space at its start or end."
        }
    }
}
