/// How much of a text from outside is taken, and how its letters are compared.
public struct TextLimit: Hashable, Sendable {
    /// The characters shown at most, each with its combining marks.
    public let characters: Int
    /// Whether different alphabets may stand beside each other in different words.
    public let mayMixAlphabetsBetweenWords: Bool

    /// Makes a limit; at least one character.
    public init(characters: Int, mayMixAlphabetsBetweenWords: Bool = false) {
        self.characters = max(1, characters)
        self.mayMixAlphabetsBetweenWords = mayMixAlphabetsBetweenWords
    }

    /// The name of a payee.
    ///
    /// Source: ISO 20022 Max70Text.
    public static let payee = TextLimit(characters: 70)
    /// The reference of a payment.
    ///
    /// Source: ISO 20022 Max35Text.
    public static let reference = TextLimit(characters: 35)
    /// Free words: a name in one alphabet and a remark in another are no deceit.
    public static let memo = TextLimit(characters: 500, mayMixAlphabetsBetweenWords: true)

    /// The scalars read at most, before any work is done on them: room for a base, two marks, and
    /// one character that will be taken out.
    var scalarsRead: Int { characters * 4 }
}
