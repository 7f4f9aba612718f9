/// One character cell of a frame.
package struct Cell: Hashable, Sendable {
    /// Base character; a space in an empty cell or in the right half of a wide character.
    package var base: Unicode.Scalar
    /// First combining mark of the character.
    package var firstMark: Unicode.Scalar?
    /// Second combining mark of the character; there are never more.
    package var secondMark: Unicode.Scalar?
    /// Width of the character in cells, 1 or 2; 0 in the right half of a wide character.
    package var width: UInt8
    /// Meaning of the cell, which the theme maps to colours.
    package var role: StyleRole
    /// Background role of the cell, such as ``StyleRole/selection`` in the selected row.
    package var ground: StyleRole
    /// Bold or underline, in addition to the style of the role.
    package var emphasis: Style.Attributes

    /// Creates a cell with a character.
    package init(
        _ base: Unicode.Scalar = " ",
        firstMark: Unicode.Scalar? = nil,
        secondMark: Unicode.Scalar? = nil,
        width: UInt8 = 1,
        role: StyleRole = .text,
        ground: StyleRole = .background,
        emphasis: Style.Attributes = []
    ) {
        self.base = base
        self.firstMark = firstMark
        self.secondMark = secondMark
        self.width = width
        self.role = role
        self.ground = ground
        self.emphasis = emphasis
    }

    /// True if this is the right half of the wide character before it.
    package var isContinuation: Bool { width == 0 }

    /// The character with its marks; empty in the right half of a wide character.
    var scalars: [Unicode.Scalar] {
        isContinuation ? [] : [base, firstMark, secondMark].compactMap(\.self)
    }
}
