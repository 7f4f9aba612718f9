/// One character of a ``SafeText``: a base, at most two combining marks, one or two cells wide.
package struct TextCell: Hashable, Sendable {
    /// Maximum number of combining marks on one base, well below the four that ncurses keeps.
    package static let maximumMarks = 2

    private var baseValue: UInt32
    private var firstMarkValue: UInt32 = 0
    private var secondMarkValue: UInt32 = 0
    private var widthValue: UInt8
    /// True if this letter imitates another; a view shows it in another role.
    package internal(set) var isSuspect = false

    /// Creates a cell for a character with the width from ``CellWidth``.
    init(base: Unicode.Scalar, width: Int) {
        baseValue = base.value
        widthValue = UInt8(clamping: width)
    }

    /// Cell with a space.
    package static let space = TextCell(base: " ", width: 1)
    /// Cell for a character that cannot be displayed.
    static let replacement = TextCell(base: "\u{FFFD}", width: 1)

    /// Base character without its marks.
    package var base: Unicode.Scalar { Unicode.Scalar(baseValue) ?? "\u{FFFD}" }
    /// The first combining mark; nil if there is none.
    package var firstMark: Unicode.Scalar? { Self.mark(firstMarkValue) }
    /// The second combining mark; nil if there are fewer.
    package var secondMark: Unicode.Scalar? { Self.mark(secondMarkValue) }
    /// Width in cells, 1 or 2.
    package var width: Int { Int(widthValue) }

    /// Combining marks in order.
    package var marks: [Unicode.Scalar] { [firstMark, secondMark].compactMap(\.self) }
    /// Base character followed by its marks.
    package var scalars: [Unicode.Scalar] { [base] + marks }

    /// Adds a mark, or returns false if there are two already.
    mutating func combine(_ mark: Unicode.Scalar) -> Bool {
        if firstMarkValue == 0 {
            firstMarkValue = mark.value
        } else if secondMarkValue == 0 {
            secondMarkValue = mark.value
        } else {
            return false
        }
        return true
    }

    private static func mark(_ value: UInt32) -> Unicode.Scalar? {
        value == 0 ? nil : Unicode.Scalar(value)
    }
}
