/// Complete control sequence: `ESC [`, parameters, and the final byte.
struct ControlSequence {
    /// The numbers between the semicolons, 0 for an empty one.
    ///
    /// Sub-parameters after a colon are ignored, except for ``isRelease``.
    private var parameters: [Int] = []
    /// True if a key was released: the modifiers are followed by `:3`.
    ///
    /// A terminal left in this mode by another program reports it for every key, in every form.
    /// Source: kitty keyboard protocol, "Event types".
    private var isRelease = false
    /// True with a marker (`<` `=` `>` `?`) or an intermediate byte, which no key has.
    ///
    /// Such a sequence is a report, as of the mouse or a mode, or a reply.
    private var isReport = false
    private let final: UInt8

    /// Parses the bytes between `ESC [` and the final byte.
    init(body: some Sequence<UInt8>, final: UInt8) {
        self.final = final
        var number: Int?
        // Number after the last colon. Nil without a colon.
        var part: Int?
        for byte in body {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                // Capped, so that no number overflows.
                let next = min((part ?? number ?? 0) * 10 + Int(byte - 0x30), 1_000_000)
                if part == nil { number = next } else { part = next }
            case UInt8(ascii: ";"):
                noteEvent(part)
                parameters.append(number ?? 0)
                number = nil
                part = nil
                if parameters.count == Self.maximumParameters { return }
            case UInt8(ascii: ":"):
                part = 0
            case 0x3C...0x3F, 0x20...0x2F:
                isReport = true
            default:
                break
            }
        }
        noteEvent(part)
        if let number {
            parameters.append(number)
        } else if !parameters.isEmpty {
            parameters.append(0)
        }
    }

    /// Evaluates the sub-parameter of the parameter that is about to end.
    ///
    /// In the second parameter it is the event type: 1 pressed, 2 repeated, 3 released.
    private mutating func noteEvent(_ part: Int?) {
        if parameters.count == 1, part == 3 { isRelease = true }
    }

    private static let maximumParameters = 16

    /// The key that was pressed; nil for a report, a reply or an unknown sequence.
    var key: Key? {
        if isReport || isRelease { return nil }
        switch final {
        case UInt8(ascii: "~"):
            return tildeKey
        case UInt8(ascii: "^"):  // rxvt: Ctrl
            return numberedKey(modifiers: .control)
        case UInt8(ascii: "$"):  // rxvt: Shift
            return numberedKey(modifiers: .shift)
        case UInt8(ascii: "@"):  // rxvt: both
            return numberedKey(modifiers: [.control, .shift])
        case UInt8(ascii: "u"):  // one character by number, as some terminals send Ctrl and Shift
            return Self.coded(first, modifiers: secondAsModifiers)
        case UInt8(ascii: "Z"):
            return .backTab
        case UInt8(ascii: "a")...UInt8(ascii: "d"):  // rxvt: Shift and an arrow
            return Self.letterKeys[final - 0x20]?.with(.shift)
        default:
            return letterKey
        }
    }

    private var letterKey: Key? {
        guard let key = Self.letterKeys[final] else { return nil }
        switch parameters.count {
        case 0: return key
        case 1 where first == 1: return key
        // Anything but a 1 in front is a reply, such as the cursor position.
        case 2 where first == 1 && (1...64).contains(parameters[1]):
            return key.with(secondAsModifiers)
        default: return nil
        }
    }

    private var tildeKey: Key? {
        if first == 27, parameters.count == 3 {  // xterm's modifyOtherKeys
            return Self.coded(parameters[2], modifiers: secondAsModifiers)
        }
        return numberedKey(modifiers: secondAsModifiers)
    }

    private func numberedKey(modifiers: KeyModifiers) -> Key? {
        guard parameters.count <= 2 else { return nil }
        let key: Key? =
            switch first {
            case 1, 7: .home
            case 2: .insert
            case 3: .delete
            case 4, 8: .end
            case 5: .pageUp
            case 6: .pageDown
            case 11...15: .function(first - 10)
            case 17...21: .function(first - 11)
            case 23...26: .function(first - 12)
            case 28...29: .function(first - 13)
            case 31...34: .function(first - 14)
            default: nil
            }
        return key?.with(modifiers)
    }

    private var first: Int { parameters.first ?? 0 }

    private var secondAsModifiers: KeyModifiers {
        parameters.count > 1 ? KeyModifiers(parameter: parameters[1]) : []
    }

    /// Returns the key of a Unicode code point with its modifiers, or nil if it types nothing.
    static func coded(_ code: Int, modifiers: KeyModifiers) -> Key? {
        guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else { return nil }
        if scalar.value < 0x20 || scalar.value == 0x7F {
            return Key.controlByte(UInt8(truncatingIfNeeded: scalar.value)).with(modifiers)
        }
        // One protocol uses U+E000 and above for keys such as Caps Lock, which type nothing.
        guard CellWidth.of(scalar) != nil else { return nil }
        return Key.character(scalar).with(modifiers)
    }

    /// Keys by the final letter of an `ESC [` or `ESC O` sequence.
    static let letterKeys: [UInt8: Key] = [
        UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right,
        UInt8(ascii: "D"): .left, UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end,
        UInt8(ascii: "P"): .function(1), UInt8(ascii: "Q"): .function(2),
        UInt8(ascii: "R"): .function(3), UInt8(ascii: "S"): .function(4),
    ]
}
