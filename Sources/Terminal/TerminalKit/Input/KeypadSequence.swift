/// Keys of `ESC O` sequences: arrows in application mode, F1 to F4, the keypad.
enum KeypadSequence {
    /// Returns the key for a final letter and the digit of its modifiers, 0 for none; nil if
    /// unknown.
    static func key(final: UInt8, modifiers: Int) -> Key? {
        let held: KeyModifiers = modifiers == 0 ? [] : KeyModifiers(parameter: modifiers)
        if let key = ControlSequence.letterKeys[final] { return key.with(held) }
        switch final {
        case UInt8(ascii: "M"):
            return Key.enter.with(held)
        case UInt8(ascii: "I"):
            return Key.tab.with(held)
        case UInt8(ascii: " "):
            return Key.character(" ").with(held)
        case UInt8(ascii: "X"):
            return Key.character("=").with(held)
        case UInt8(ascii: "a")...UInt8(ascii: "d"):  // rxvt: Ctrl and an arrow
            return ControlSequence.letterKeys[final - 0x20]?.with(.control)
        case UInt8(ascii: "j")...UInt8(ascii: "y"):  // * + , - . / and the digits
            return Key.character(Unicode.Scalar(final - 0x40)).with(held)
        default:
            return nil
        }
    }
}
