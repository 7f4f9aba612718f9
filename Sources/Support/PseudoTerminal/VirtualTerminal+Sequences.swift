import CVterm

/// The way of a program's output to libvterm's screen.
///
/// libvterm does not tell which private modes are on, and ignores what it does not know. A second
/// parser of libvterm reads the sequences first, so that both are noted, and passes them on. Two
/// forms that libvterm 0.1 misreads are passed on as equivalents: several private modes in one
/// sequence, and direct colours with an empty colour space.
extension VirtualTerminal {
    /// Processes the output of a program.
    package func feed(_ output: some Sequence<UInt8>) {
        let bytes = cutBytes + output
        // libvterm 0.1 loses a character that arrives in parts, and is not safe from bad ones, nor
        // from a string whose terminator `ESC \` arrives in parts.
        let whole = bytes.dropLast(Self.cutCount(bytes))
        cutBytes = Array(bytes[whole.endIndex...])
        let text = String(decoding: whole, as: UTF8.self)
        if !text.utf8.elementsEqual(whole) { unknownSequences.append("invalid UTF-8") }
        pass(text, to: parser)
    }

    /// Returns the number of bytes at the end that begin an escape sequence or a character in UTF-8.
    private static func cutCount(_ bytes: [UInt8]) -> Int {
        if bytes.last == 0x1B { return 1 }
        let continuations = bytes.suffix(3).reversed().prefix { $0 & 0xC0 == 0x80 }.count
        let lead = bytes.dropLast(continuations).last ?? 0
        let length = lead < 0xC0 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        return continuations + 1 < length ? continuations + 1 : 0
    }

    /// Passes whole characters and sequences to one of the two.
    func pass(_ text: String, to target: OpaquePointer) {
        text.utf8CString.withUnsafeBufferPointer { bytes in
            _ = vterm_input_write(target, bytes.baseAddress, bytes.count - 1)
        }
    }

    /// The callbacks of the parser; each returns the number of bytes it consumed, or 1.
    static var observingCallbacks: VTermParserCallbacks {
        VTermParserCallbacks(
            text: { VirtualTerminal.pointed(to: $2).receiveText($0, count: $1) },
            control: { VirtualTerminal.pointed(to: $1).receiveControl($0) },
            escape: { VirtualTerminal.pointed(to: $2).receiveEscape(String($0, count: $1)) },
            csi: { leader, arguments, count, intermediate, final, user in
                VirtualTerminal.pointed(to: user).receive(
                    ControlSequence(
                        leader: leader.map { String(cString: $0) } ?? "",
                        arguments: Array(UnsafeBufferPointer(start: arguments, count: Int(count))),
                        intermediate: intermediate.map { String(cString: $0) } ?? "",
                        final: Character(Unicode.Scalar(UInt8(bitPattern: final)))
                    )
                )
            },
            osc: { VirtualTerminal.pointed(to: $2).receiveCommand(String($0, count: $1)) },
            dcs: { VirtualTerminal.pointed(to: $2).receiveCommand(String($0, count: $1)) },
            resize: nil
        )
    }

    private func receiveText(_ bytes: UnsafePointer<CChar>?, count: Int) -> CInt {
        let printable = UnsafeBufferPointer(start: bytes, count: count)
            .prefix { !(0..<0x20).contains($0) && $0 != 0x7F }
        return CInt(vterm_input_write(terminal, bytes, printable.count))
    }

    private func receiveControl(_ byte: UInt8) -> CInt {
        // The parser reports `ESC D` as the control character 0x84, and so on.
        let isEscape = byte >= 0x80
        let character = Character(Unicode.Scalar(isEscape ? byte - 0x40 : byte))
        if isEscape ? !"DEHM\\".contains(character) : !(0x07...0x0F).contains(byte) {
            unknownSequences.append("control \(byte)")
        }
        pass(isEscape ? "\u{1B}\(character)" : "\(character)", to: terminal)
        return 1
    }

    private func receiveEscape(_ text: String) -> CInt {
        switch text {
        case "=": hasApplicationKeys = true
        case ">": hasApplicationKeys = false
        case "7", "8": break
        default: if !"()".contains(text.prefix(1)) { unknownSequences.append("ESC \(text)") }
        }
        pass("\u{1B}\(text)", to: terminal)
        return 1
    }

    /// Operating system command that resets the palette, which no program of ours changes.
    private static let paletteReset = "104"

    private func receiveCommand(_ text: String) -> CInt {
        if text.hasPrefix("0;") || text.hasPrefix("2;") {
            title = String(text.dropFirst(2))
        } else if text != Self.paletteReset {
            unknownSequences.append("command \(text)")
        }
        return 1
    }

    private func receive(_ sequence: ControlSequence) -> CInt {
        if !sequence.isKnown { unknownSequences.append("CSI \(sequence)") }
        for part in sequence.parts {
            if part.leader == "?" { setMode(part) }
            pass("\u{1B}[\(part)", to: terminal)
        }
        return 1
    }

    private func setMode(_ sequence: ControlSequence) {
        guard "hl".contains(sequence.final), let mode = sequence.values.first else { return }
        let isOn = sequence.final == "h"
        switch mode {
        case 1: hasApplicationKeys = isOn
        case 25, 47, 1047, 1049: break
        // Column width, smooth scroll, reverse screen, wrapping, repeating keys, blinking cursor.
        case 3, 4, 5, 7, 8, 12: break
        default:
            if isOn { privateModes.insert(mode) } else { privateModes.remove(mode) }
        }
    }
}

extension String {
    fileprivate init(_ bytes: UnsafePointer<CChar>?, count: Int) {
        self.init(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    }
}
