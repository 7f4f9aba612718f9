/// Character set for drawing every ``Symbol`` of a frame.
public struct Glyphs: Hashable, Sendable {
    /// Range of characters that a terminal can show.
    public enum Repertoire: Hashable, Sendable {
        /// Every Unicode character that has a width.
        case unicode
        /// The printable ASCII characters.
        case ascii
    }

    /// Marks as Unicode characters, without a theme.
    public static let unicode = Glyphs(.unicode)
    /// Marks as ASCII characters, without a theme.
    public static let ascii = Glyphs(.ascii)

    /// Range of characters that the terminal can show.
    public let repertoire: Repertoire
    private let theme: Theme?

    /// Creates a set of marks.
    ///
    /// - Parameters:
    ///   - repertoire: The range of characters that the terminal can show.
    ///   - theme: The source of marks for states, as far as it has its own.
    public init(_ repertoire: Repertoire, theme: Theme? = nil) {
        self.repertoire = repertoire
        self.theme = theme
    }

    /// Returns the character for a mark.
    ///
    /// - Parameters:
    ///   - symbol: The mark.
    ///   - role: The role in which it is drawn. A theme may have a mark for a state in that role.
    /// - Returns: A character one cell wide.
    public func scalar(for symbol: Symbol, role: Role) -> Unicode.Scalar {
        let own = symbol.tellsState ? theme?.glyph(for: role) : nil
        return switch repertoire {
        case .unicode: own?.unicode ?? symbol.unicode
        case .ascii: own?.ascii ?? symbol.ascii
        }
    }
}
