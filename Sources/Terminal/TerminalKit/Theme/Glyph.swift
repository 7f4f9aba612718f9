/// A mark and a word beside a colour, so that colour never carries a meaning alone.
public struct Glyph: Hashable, Sendable {
    /// The mark where the terminal shows Unicode; one cell wide.
    public let unicode: Unicode.Scalar
    /// The mark where it does not; one character of ASCII.
    public let ascii: Unicode.Scalar
    /// What it means, for people who do not see it: one or two short words.
    public let word: SafeText

    /// Makes a glyph.
    ///
    /// - Returns: nil when a mark is not exactly one printable cell wide, or the word is empty.
    public init?(unicode: Unicode.Scalar, ascii: Unicode.Scalar, word: SafeText) {
        guard case .drawn(width: 1) = ScalarClass(unicode) else { return nil }
        guard (0x21...0x7E).contains(ascii.value), !word.isEmpty else { return nil }
        self.unicode = unicode
        self.ascii = ascii
        self.word = word
    }
}
