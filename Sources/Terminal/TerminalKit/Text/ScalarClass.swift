/// What the cleaning of a text does with a character.
enum ScalarClass: Equatable {
    /// Takes it out and flags it as a direction control.
    case bidirectional
    /// Takes it out and flags it as hidden.
    case hidden
    /// Puts U+FFFD in its place and flags it as a control.
    case control
    /// Puts a plain space in its place.
    case space
    /// Combines it with the character before.
    case mark
    /// Keeps it; it takes so many cells.
    case drawn(width: Int)
    /// Puts U+FFFD in its place.
    case undrawable

    /// Decides what to do with a character.
    init(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        if value >= 0x21, value < 0x7F {
            self = .drawn(width: 1)
            return
        }
        switch value {
        case 0x20, 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000,
            // Braille without a dot, which nobody tells from a space.
            0x2800:
            self = .space
        case 0...0x1F, 0x7F...0x9F,
            // The ends of a line and of a paragraph, which no line of text has, like a line feed.
            0x2028...0x2029:
            self = .control
        case 0x061C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069:
            self = .bidirectional
        case 0x00AD, 0x034F, 0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180F, 0x200B...0x200D,
            0x2060...0x206F, 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9...0xFFFB,
            // The skin tones of emoji, which join the character before in some terminals only.
            0x1F3FB...0x1F3FF, 0xE0000...0xE0FFF,
            // A head of a note that is there and shows nothing.
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
