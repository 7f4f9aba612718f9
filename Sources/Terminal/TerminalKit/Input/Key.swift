/// Key that the user pressed.
///
/// Combinations such as Alt-a are a case of their own, so that code which expects `a` never accepts
/// Alt-a.
package enum Key: Hashable, Sendable {
    /// A letter, digit, sign or space; in upper case if Shift was held.
    case character(Unicode.Scalar)
    /// Ctrl and a lower-case letter, or one of space `\` `]` `^` `_`.
    ///
    /// Terminals do not distinguish Ctrl-I from Tab, Ctrl-J and Ctrl-M from Enter, Ctrl-H from
    /// Backspace, or Ctrl-[ from Escape. These arrive as the latter.
    case control(Unicode.Scalar)
    // Arrow keys.
    case up, down, left, right
    // The block above the arrows.
    case home, end, pageUp, pageDown, insert, delete
    // The keys around the letters. `backTab` is Shift and Tab.
    case backspace, tab, backTab, enter, escape
    /// A function key, F1 and following, by number.
    case function(Int)
    /// A key combined with modifiers, such as Alt and a letter or Shift and an arrow.
    ///
    /// Created by ``with(_:)``, which never uses this case for a combination that has a case of its
    /// own.
    indirect case modified(Key, KeyModifiers)

    /// Returns the key combined with modifiers, as a case of its own if there is one.
    ///
    /// Shift and a letter is the letter in upper case. Ctrl and a letter is ``control(_:)``.
    package func with(_ modifiers: KeyModifiers) -> Key {
        var rest = modifiers.union(self.modifiers)
        var key = bare
        switch key {
        case .character(let scalar):
            // The case of the character already includes Shift.
            if rest.remove(.shift) != nil, !rest.contains(.control) {
                key = .character(Self.upper(scalar))
            }
            if rest.contains(.control), let control = Self.controlKey(scalar) {
                key = control
                rest.remove(.control)
            }
        case .control:
            rest.subtract([.control, .shift])
        case .tab where rest.contains(.shift):
            key = .backTab
            rest.remove(.shift)
        case .backTab:
            rest.remove(.shift)
        default:
            break
        }
        return rest.isEmpty ? key : .modified(key, rest)
    }

    /// The key without its modifiers; a ``control(_:)`` key is unchanged.
    package var bare: Key {
        if case .modified(let key, _) = self { key } else { self }
    }

    /// Modifiers of the key, except those that are part of its own case.
    package var modifiers: KeyModifiers {
        if case .modified(_, let modifiers) = self { modifiers } else { [] }
    }

    /// Returns the key for the control character of a letter or sign, or nil if there is none.
    static func controlKey(_ scalar: Unicode.Scalar) -> Key? {
        switch scalar {
        case "a"..."z": controlByte(UInt8(truncatingIfNeeded: scalar.value) - 0x60)
        case "A"..."Z": controlByte(UInt8(truncatingIfNeeded: scalar.value) - 0x40)
        case "[": .escape
        case "@", " ": .control(" ")
        case "\\", "]", "^", "_": .control(scalar)
        default: nil
        }
    }

    /// Returns the key that sends a control character, 0 to 0x1F or 0x7F.
    static func controlByte(_ byte: UInt8) -> Key {
        switch byte {
        case 0x00: .control(" ")
        case 0x08, 0x7F: .backspace
        case 0x09: .tab
        case 0x0A, 0x0D: .enter
        case 0x1B: .escape
        case 0x01...0x1A: .control(Unicode.Scalar(byte + 0x60))
        default: .control(Unicode.Scalar(byte + 0x40))
        }
    }

    private static func upper(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let mapped = scalar.properties.uppercaseMapping.unicodeScalars
        return mapped.count == 1 ? mapped.first ?? scalar : scalar
    }
}
