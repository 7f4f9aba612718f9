/// Mark and word that a theme gives for a colour; checked by ``ThemeChecker`` and not drawn.
package struct Glyph: Hashable, Sendable {
    /// Mark on terminals with Unicode, one cell wide.
    package let unicode: Unicode.Scalar
    /// Mark on other terminals, one ASCII character.
    package let ascii: Unicode.Scalar
    /// Meaning in one or two short words, for users who do not see the mark.
    package let word: SafeText

    /// Creates a glyph; nil if a mark is not one printable cell wide or the word is empty.
    package init?(unicode: Unicode.Scalar, ascii: Unicode.Scalar, word: SafeText) {
        guard case .drawn(width: 1) = ScalarClass(unicode) else { return nil }
        guard (0x21...0x7E).contains(ascii.value), !word.isEmpty else { return nil }
        self.unicode = unicode
        self.ascii = ascii
        self.word = word
    }
}
