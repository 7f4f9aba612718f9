import CNcurses
import TerminalKit

/// The colour pairs of the open terminal, each made when it is first asked for.
///
/// ncurses names colours by pairs of letters and ground that are numbered in advance. A terminal of
/// 8 colours has 64 of them, xterm-256color 65,536.
@TerminalActor
struct PairTable {
    private struct Key: Hashable {
        var foreground: CInt
        var background: CInt
    }

    private let limit: Int
    private let hasStandardColours: Bool
    private var numbers: [Key: CInt] = [:]

    /// Makes an empty table for the terminal that is open.
    ///
    /// - Parameter depth: What the terminal shows; without colours every pair is number 0.
    init(depth: ColourDepth) {
        limit = depth == .mono ? 0 : Int(cf_pair_limit())
        hasStandardColours = depth != .mono && cf_use_default_colours()
    }

    /// The number of a pair; 0, the terminal's own colours, when no pair is left.
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

    /// A colour as a number for a terminal that is told channels.
    ///
    /// The lowest numbers, 8 or 256 of them, name entries of a palette on such a terminal too; a
    /// touch of green tells the blues that they would be from those.
    private static func code(_ colour: RGB) -> CInt {
        let code = CInt(colour.red) << 16 | CInt(colour.green) << 8 | CInt(colour.blue)
        return code < paletteLimit ? code | paletteLimit : code
    }

    private static let paletteLimit: CInt = 256
}
