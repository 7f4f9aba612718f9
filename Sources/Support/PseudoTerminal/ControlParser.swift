/// A parser for the byte stream of a terminal.
///
/// Source: ECMA-48, and the state machine of vt100.net/emu.
struct ControlParser: Sendable {
    /// A control sequence: `ESC [` and the bytes up to its final one.
    struct ControlSequence: Equatable {
        /// The private prefix before the parameters, such as `?`; nil without one.
        var prefix: Unicode.Scalar?
        /// The parameters; nil for an omitted one.
        var parameters: [Int?]
        /// The intermediate characters between the parameters and the end.
        var intermediate: String
        /// The final character, which names the sequence.
        var final: Unicode.Scalar

        /// Returns a parameter, or a default if it is omitted.
        func parameter(_ index: Int, default value: Int) -> Int {
            guard index < parameters.count, let given = parameters[index] else { return value }
            return given
        }

        /// Returns a count parameter, which is 1 if it is omitted or 0.
        func count(_ index: Int = 0) -> Int { max(1, parameter(index, default: 1)) }
    }

    /// The action that a byte completes.
    enum Action: Equatable {
        case print(Unicode.Scalar)
        case control(UInt8)
        case escape(intermediate: UInt8?, final: UInt8)
        case sequence(ControlSequence)
        case command(String)
        case unknown(String)
    }

    private enum State {
        case ground
        case utf8(missing: Int)
        case escape(intermediate: UInt8?)
        case sequence
        case string
        case stringEnd
    }

    private var state = State.ground
    private var collected: [UInt8] = []

    /// Processes one byte and returns the action that it completes, if any.
    mutating func take(_ byte: UInt8) -> Action? {
        switch state {
        case .ground: return takeFirst(byte)
        case .utf8(let missing): return takeContinuation(byte, missing: missing)
        case .escape(let intermediate): return takeEscape(byte, intermediate)
        case .sequence: return takeSequence(byte)
        case .string:
            if byte == 0x07 { return finishString() }
            if byte == 0x1B { state = .stringEnd } else { collected.append(byte) }
        case .stringEnd:
            if byte == UInt8(ascii: "\\") { return finishString() }
            state = .ground
            return .unknown("string cut off by ESC \(byte)")
        }
        return nil
    }

    private mutating func takeFirst(_ byte: UInt8) -> Action? {
        switch byte {
        case 0x1B:
            state = .escape(intermediate: nil)
            return nil
        case 0..<0x20, 0x7F:
            return .control(byte)
        case 0x20..<0x7F:
            return .print(Unicode.Scalar(byte))
        case 0xC2..<0xE0:
            return beginCharacter(byte, missing: 1)
        case 0xE0..<0xF0:
            return beginCharacter(byte, missing: 2)
        case 0xF0..<0xF5:
            return beginCharacter(byte, missing: 3)
        default:
            return .unknown("byte \(byte)")
        }
    }

    private mutating func beginCharacter(_ byte: UInt8, missing: Int) -> Action? {
        collected = [byte]
        state = .utf8(missing: missing)
        return nil
    }

    private mutating func takeContinuation(_ byte: UInt8, missing: Int) -> Action? {
        guard byte & 0xC0 == 0x80 else {
            state = .ground
            return .unknown("broken UTF-8 before \(byte)")
        }
        collected.append(byte)
        guard missing == 1 else {
            state = .utf8(missing: missing - 1)
            return nil
        }
        state = .ground
        guard let text = String(validating: collected, as: UTF8.self),
            let scalar = text.unicodeScalars.first
        else { return .unknown("invalid UTF-8 \(collected)") }
        return .print(scalar)
    }

    private mutating func takeEscape(_ byte: UInt8, _ intermediate: UInt8?) -> Action? {
        collected = []
        switch byte {
        case UInt8(ascii: "[") where intermediate == nil:
            state = .sequence
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"):
            state = .string
        case 0x20..<0x30:
            state = .escape(intermediate: byte)
        default:
            state = .ground
            return .escape(intermediate: intermediate, final: byte)
        }
        return nil
    }

    private mutating func takeSequence(_ byte: UInt8) -> Action? {
        guard (0x40..<0x7F).contains(byte) else {
            collected.append(byte)
            return nil
        }
        state = .ground
        var body = collected[...]
        var prefix: Unicode.Scalar?
        if let first = body.first, (0x3C...0x3F).contains(first) {
            prefix = Unicode.Scalar(first)
            body = body.dropFirst()
        }
        let digits = body.prefix { (0x30...0x3B).contains($0) }
        let parameters = digits.split(
            separator: UInt8(ascii: ";"),
            omittingEmptySubsequences: false
        ).flatMap(Self.numbers)
        return .sequence(
            ControlSequence(
                prefix: prefix,
                parameters: parameters,
                intermediate: String(decoding: body.dropFirst(digits.count), as: UTF8.self),
                final: Unicode.Scalar(byte)
            )
        )
    }

    /// Returns the numbers of a parameter.
    ///
    /// A colour by channels, such as `38:2::95:175:255`, gives the same numbers as with semicolons.
    private static func numbers(_ parameter: ArraySlice<UInt8>) -> [Int?] {
        guard parameter.contains(UInt8(ascii: ":")) else {
            return [Int(String(decoding: parameter, as: UTF8.self))]
        }
        return parameter.split(separator: UInt8(ascii: ":")).map {
            Int(String(decoding: $0, as: UTF8.self))
        }
    }

    private mutating func finishString() -> Action {
        state = .ground
        return .command(String(decoding: collected, as: UTF8.self))
    }
}
