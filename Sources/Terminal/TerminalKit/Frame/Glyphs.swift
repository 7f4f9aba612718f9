/// Which form of every ``Symbol`` a frame is drawn with.
public struct Glyphs: Hashable, Sendable {
    /// What a terminal can show.
    public enum Repertoire: Hashable, Sendable {
        /// Every character of Unicode that has a width.
        case unicode
        /// The characters of ASCII.
        case ascii
    }

    /// Marks in Unicode.
    public static let unicode = Glyphs(.unicode)
    /// Marks in ASCII.
    public static let ascii = Glyphs(.ascii)

    /// What the terminal can show.
    public let repertoire: Repertoire
    private let theme: Theme?

    /// Makes a set of marks.
    ///
    /// - Parameters:
    ///   - repertoire: What the terminal can show.
    ///   - theme: Where the marks of states come from, as far as it has its own.
    public init(_ repertoire: Repertoire, theme: Theme? = nil) {
        self.repertoire = repertoire
        self.theme = theme
    }

    /// Chooses the character for a mark.
    ///
    /// - Parameters:
    ///   - symbol: The mark.
    ///   - role: The role that it is drawn in; a theme may have a mark for a state in that role.
    /// - Returns: A character one cell wide.
    public func scalar(for symbol: Symbol, role: Role) -> Unicode.Scalar {
        let own = symbol.tellsState ? theme?.glyph(for: role) : nil
        return switch repertoire {
        case .unicode: own?.unicode ?? symbol.unicode
        case .ascii: own?.ascii ?? symbol.ascii
        }
    }
}
