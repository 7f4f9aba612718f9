/// One character of a ``SafeText``: a base, at most two combining marks, one or two cells wide.
///
/// Two marks stay well under the four that ncurses keeps in a cell.
public struct TextCell: Hashable, Sendable {
    /// The combining marks kept on one base.
    public static let maximumMarks = 2

    private var baseValue: UInt32
    private var firstMarkValue: UInt32 = 0
    private var secondMarkValue: UInt32 = 0
    private var widthValue: UInt8
    /// Whether this letter looks like another that it is not; a view shows it in another role.
    public internal(set) var isSuspect = false

    /// Makes a cell of a character that ``CellWidth`` gave a width.
    init(base: Unicode.Scalar, width: Int) {
        baseValue = base.value
        widthValue = UInt8(clamping: width)
    }

    /// A cell with nothing in it.
    public static let space = TextCell(base: " ", width: 1)
    /// The cell that stands for a character that cannot be shown.
    static let replacement = TextCell(base: "\u{FFFD}", width: 1)

    /// The character.
    public var base: Unicode.Scalar { Unicode.Scalar(baseValue) ?? "\u{FFFD}" }
    /// The mark combined with it first.
    public var firstMark: Unicode.Scalar? { Self.mark(firstMarkValue) }
    /// The mark combined with it second.
    public var secondMark: Unicode.Scalar? { Self.mark(secondMarkValue) }
    /// The cells it takes, 1 or 2.
    public var width: Int { Int(widthValue) }

    /// The marks in their order.
    public var marks: [Unicode.Scalar] { [firstMark, secondMark].compactMap(\.self) }
    /// The base and its marks.
    public var scalars: [Unicode.Scalar] { [base] + marks }

    /// Adds a mark, unless there are two already.
    ///
    /// - Returns: Whether there was room.
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
