/// One character cell of a frame.
public struct Cell: Hashable, Sendable {
    /// Bold or underline, in addition to the style of the role.
    public typealias Emphasis = Style.Attributes

    /// Base character of the cell.
    ///
    /// A space in an empty cell or in the right half of a wide character.
    public var base: Unicode.Scalar
    /// First combining mark of the character.
    public var firstMark: Unicode.Scalar?
    /// Second combining mark of the character.
    ///
    /// There are never more.
    public var secondMark: Unicode.Scalar?
    /// Width of the character in cells, 1 or 2.
    ///
    /// 0 in the right half of a wide character.
    public var width: UInt8
    /// Meaning of the cell, which the theme maps to colours.
    public var role: Role
    /// Background role of the cell, such as ``Role/selection`` in the selected row.
    public var ground: Role
    /// Emphasis in addition to the style of the role.
    public var emphasis: Emphasis

    /// Creates a cell with a character.
    ///
    /// Marks beyond the second are left out.
    public init(
        _ base: Unicode.Scalar = " ",
        marks: [Unicode.Scalar] = [],
        width: UInt8 = 1,
        role: Role = .text,
        ground: Role = .background,
        emphasis: Emphasis = []
    ) {
        self.base = base
        firstMark = marks.first
        secondMark = marks.dropFirst().first
        self.width = width
        self.role = role
        self.ground = ground
        self.emphasis = emphasis
    }

    /// True if this is the right half of the wide character before it.
    public var isContinuation: Bool { width == 0 }

    /// The character with its marks; empty in the right half of a wide character.
    public var scalars: [Unicode.Scalar] {
        guard !isContinuation else { return [] }
        guard let firstMark else { return [base] }
        return secondMark.map { [base, firstMark, $0] } ?? [base, firstMark]
    }
}
