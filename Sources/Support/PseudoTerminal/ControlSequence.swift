/// A control sequence (ECMA-48 5.4) as libvterm's parser reports it: `ESC [` to the final byte.
struct ControlSequence: CustomStringConvertible {
    /// The private prefix before the arguments, such as `?`; empty without one.
    let leader: String
    /// The arguments as libvterm encodes them: ``missing`` if omitted, with ``hasMore`` before a colon.
    var arguments: [Int]
    /// The intermediate characters between the arguments and the end.
    let intermediate: String
    /// The final character, which names the sequence.
    let final: Character

    private static let missing = (1 << 31) - 1
    private static let hasMore = 1 << 31

    /// The arguments as numbers, 0 for an omitted one.
    var values: [Int] {
        arguments.map { Self.isMissing($0) ? 0 : $0 & ~Self.hasMore }
    }

    private static func isMissing(_ argument: Int) -> Bool { argument & ~hasMore == missing }

    /// The bytes after `ESC [`.
    var description: String {
        var text = leader
        for (index, argument) in arguments.enumerated() {
            if !Self.isMissing(argument) { text += "\(values[index])" }
            if index < arguments.count - 1 { text += argument & Self.hasMore != 0 ? ":" : ";" }
        }
        return text + intermediate + "\(final)"
    }

    /// Equivalent sequences that libvterm 0.1 knows.
    var parts: [ControlSequence] {
        if leader == "?", "hl".contains(final) {
            return arguments.map { argument in
                var part = self
                part.arguments = [argument]
                return part
            }
        }
        var part = self
        for index in arguments.indices.dropFirst(2).reversed()
        where Self.isMissing(arguments[index]) && values[index - 1] == 2
            && [38, 48].contains(values[index - 2])
        {
            part.arguments.remove(at: index)
        }
        return [part]
    }

    /// True if ncurses sends it for the xterm, screen, tmux, linux and vt100 families.
    var isKnown: Bool {
        switch (leader, intermediate, final) {
        case ("", "", "m"): parts.allSatisfy(\.hasKnownGraphics)
        case ("", "", _): "@ABCDEFGHIJKLMPSTXZ`abdefghlrt".contains(final)
        case ("?", "", _): "chl".contains(final)
        case (">", "", _), ("", "!", "p"), ("", " ", "q"): true
        default: false
        }
    }

    private var hasKnownGraphics: Bool {
        var codes = values[...]
        while let code = codes.popFirst() {
            switch code {
            case 38, 48: codes = codes.dropFirst(codes.first == 2 ? 4 : 2)
            case 0...4, 7, 10, 11, 22...24, 27, 30...37, 39, 40...47, 49, 90...97, 100...107: break
            default: return false
            }
        }
        return true
    }
}
