import CNcurses
import TerminalKit

/// Cell in a form that is safe to pass to ncurses.
///
/// This is the last of several checks. Text is sanitised where it enters, and is checked again
/// here. A control character, a character with another width in glibc than in our table, or one
/// that this terminal cannot show, becomes as many replacement characters as it has columns. So no
/// other cell is ever displaced.
struct DrawableCell: Equatable {
    /// Code point of the base character.
    let base: UInt32
    /// First combining mark; 0 if there is none.
    let firstMark: UInt32
    /// Second combining mark; 0 if there is none.
    let secondMark: UInt32
    /// Number of columns that the cell covers in the frame.
    let columns: Int
    /// Number of times the character is drawn to fill the columns.
    let repetitions: Int

    /// Converts a cell with so many columns left in its row, and replaces it if it is not drawable.
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

    /// Returns a combining mark that takes no column; 0 for anything else.
    private static func mark(
        _ scalar: Unicode.Scalar?,
        characters: TerminalEnvironment.Characters
    ) -> UInt32 {
        guard let value = scalar?.value, characters != .ascii else { return 0 }
        return value >= 0x300 && cf_wcwidth(value) == 0 ? value : 0
    }
}
