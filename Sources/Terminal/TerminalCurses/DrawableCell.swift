import CNcurses
import TerminalKit

/// A cell in the form that ncurses may have it.
///
/// The last of several guards: text is made safe where it enters, and here nothing is believed. A
/// control character, a character that glibc gives another width than our table, or one that this
/// terminal cannot show, becomes as many replacement characters as it has columns, so that no other
/// cell is ever displaced.
struct DrawableCell: Equatable {
    /// The character.
    let base: UInt32
    /// The first mark on it; 0 for none.
    let firstMark: UInt32
    /// The second mark on it; 0 for none.
    let secondMark: UInt32
    /// Columns of the frame that it stands for.
    let columns: Int
    /// How often it is drawn to fill them.
    let repetitions: Int

    /// Checks a cell of a frame.
    ///
    /// - Parameters:
    ///   - cell: The cell.
    ///   - columnsLeft: Columns from this one to the end of what is drawn.
    ///   - characters: What the terminal shows.
    init(_ cell: Cell, columnsLeft: Int, characters: TerminalEnvironment.Characters) {
        let width = max(1, Int(cell.width))
        guard width <= columnsLeft, Self.isDrawable(cell, width: width, characters: characters)
        else {
            base = characters == .ascii ? UInt32(UInt8(ascii: "?")) : 0xFFFD
            firstMark = 0
            secondMark = 0
            columns = min(width, columnsLeft)
            repetitions = columns
            return
        }
        base = cell.base.value
        firstMark = Self.mark(cell.firstMark, characters: characters)
        secondMark = firstMark == 0 ? 0 : Self.mark(cell.secondMark, characters: characters)
        columns = width
        repetitions = 1
    }

    private static func isDrawable(
        _ cell: Cell,
        width: Int,
        characters: TerminalEnvironment.Characters
    ) -> Bool {
        let value = cell.base.value
        if value >= 0x20, value < 0x7F { return width == 1 }
        return characters != .ascii && value >= 0xA0 && Int(cf_wcwidth(value)) == width
    }

    /// A mark that takes no column of its own; anything else is left out.
    private static func mark(
        _ scalar: Unicode.Scalar?,
        characters: TerminalEnvironment.Characters
    ) -> UInt32 {
        guard let value = scalar?.value, characters != .ascii else { return 0 }
        return value >= 0x300 && cf_wcwidth(value) == 0 ? value : 0
    }
}
