/// Character set in which a terminal shows every ``Symbol`` of a frame.
package enum Glyphs: Hashable, Sendable {
    /// Every Unicode character that has a width.
    case unicode
    /// The printable ASCII characters.
    case ascii
}
