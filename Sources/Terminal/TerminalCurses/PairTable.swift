import CNcurses
import TerminalKit

/// Colour pairs of the open terminal, each allocated when it is first needed.
///
/// ncurses identifies a text colour and a background by a pair number, which must be allocated in
/// advance. A terminal of 8 colours has 64 pairs, xterm-256color 65,536.
@TerminalActor
struct PairTable {
    private struct Key: Hashable {
        var foreground: CInt
        var background: CInt
    }

    private let limit: Int
    private let hasStandardColours: Bool
    private var numbers: [Key: CInt] = [:]

    /// Creates an empty table for the open terminal; without colours every pair is number 0.
    init(depth: ColourDepth) {
        limit = depth == .mono ? 0 : Int(cf_pair_limit())
        hasStandardColours = depth != .mono && cf_use_default_colours()
    }

    /// Returns the number of a pair; 0, the terminal's own colours, if no pair is left.
    mutating func number(for style: Style) -> CInt {
        guard limit > 0 else { return 0 }
        let key = Key(
            foreground: code(style.foreground, standard: CInt(COLOR_WHITE)),
            background: code(style.background, standard: CInt(COLOR_BLACK))
        )
        if hasStandardColours, key.foreground < 0, key.background < 0 { return 0 }
        if let number = numbers[key] { return number }
        let number = CInt(numbers.count + 1)
        guard number < limit,
            init_extended_pair(number, key.foreground, key.background) != ERR
        else { return 0 }
        numbers[key] = number
        return number
    }

    private func code(_ colour: TerminalColour, standard: CInt) -> CInt {
        switch colour {
        case .standard: hasStandardColours ? -1 : standard
        case .index(let index): CInt(index)
        case .direct(let colour): Self.code(colour)
        }
    }

    /// Returns the number of a colour for a direct-colour terminal.
    ///
    /// Such a terminal still interprets the lowest numbers, 8 or 256 of them, as palette entries.
    /// Adding one step of green moves the affected blues out of that range.
    private static func code(_ colour: RGB) -> CInt {
        let code = CInt(colour.red) << 16 | CInt(colour.green) << 8 | CInt(colour.blue)
        return code < paletteLimit ? code | paletteLimit : code
    }

    private static let paletteLimit: CInt = 256
}
