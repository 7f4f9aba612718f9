/// Maximum length of an untrusted text, and the comparison of its letters.
package struct TextLimit: Hashable, Sendable {
    /// Maximum number of characters shown, each with its combining marks.
    package let characters: Int
    /// True if words of one text may be in different alphabets.
    package let mayMixAlphabetsBetweenWords: Bool

    /// Creates a limit of at least one character.
    package init(characters: Int, mayMixAlphabetsBetweenWords: Bool = false) {
        self.characters = max(1, characters)
        self.mayMixAlphabetsBetweenWords = mayMixAlphabetsBetweenWords
    }

    /// Limit for the name of a payee, ISO 20022 Max70Text.
    package static let payee = TextLimit(characters: 70)
    /// Limit for the reference of a payment, ISO 20022 Max35Text.
    package static let reference = TextLimit(characters: 35)
    /// Limit for free text, where a name in one alphabet and a remark in another are no deceit.
    package static let memo = TextLimit(characters: 500, mayMixAlphabetsBetweenWords: true)

    /// Maximum number of scalars read, before any work is done on them.
    ///
    /// Per character there is room for a base, two marks, and one character that will be removed.
    var scalarsRead: Int { characters * 4 }
}
