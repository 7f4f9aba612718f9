/// Treatment of a character when a text is cleaned.
enum ScalarClass: Equatable {
    /// Remove the character and flag it as a direction control.
    case bidirectional
    /// Remove the character and flag it as hidden.
    case hidden
    /// Replace the character by U+FFFD and flag it as a control character.
    case control
    /// Replace the character by a plain space.
    case space
    /// Combine the mark with the character before.
    case mark
    /// Keep the character, which has the given width in cells.
    case drawn(width: Int)
    /// Replace the character by U+FFFD.
    case undrawable

    /// Determines the treatment of a character.
    init(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        if value >= 0x21, value < 0x7F {
            self = .drawn(width: 1)
            return
        }
        switch value {
        case 0x20, 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000,
            // The blank Braille pattern, which looks like a space.
            0x2800:
            self = .space
        case 0...0x1F, 0x7F...0x9F,
            // Line and paragraph separators, treated like a line feed: none may occur within a
            // line.
            0x2028...0x2029:
            self = .control
        case 0x061C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069:
            self = .bidirectional
        case 0x00AD, 0x034F, 0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180F, 0x200B...0x200D,
            0x2060...0x206F, 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9...0xFFFB,
            // Skin tone modifiers, which join the emoji before them in some terminals only.
            0x1F3FB...0x1F3FF, 0xE0000...0xE0FFF,
            // The musical null notehead, which is invisible.
            0x1D159:
            self = .hidden
        case 0xFFFD:
            self = .undrawable
        default:
            switch CellWidth.of(scalar) {
            case 0?: self = .mark
            case let width?: self = .drawn(width: width)
            case nil: self = .undrawable
            }
        }
    }
}
