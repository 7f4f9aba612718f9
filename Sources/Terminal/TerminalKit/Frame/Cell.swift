/// One cell of a frame.
public struct Cell: Hashable, Sendable {
    /// What a cell carries beside what its role gives it: bold or underline.
    public typealias Emphasis = Style.Attributes

    /// The character; a space in a cell that is empty or the right half of a wide one.
    public var base: Unicode.Scalar
    /// The first mark combined with it.
    public var firstMark: Unicode.Scalar?
    /// The second mark combined with it; there are never more.
    public var secondMark: Unicode.Scalar?
    /// Cells that the character takes, 1 or 2; 0 in the right half of a wide one.
    public var width: UInt8
    /// What the cell is, which the theme turns into colours.
    public var role: Role
    /// What it stands on, such as ``Role/selection`` in the selected row.
    public var ground: Role
    /// What the cell carries beside what its role gives it.
    public var emphasis: Emphasis

    /// Makes a cell; marks beyond the second are left out.
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

    /// Whether this is the right half of the wide character before it.
    public var isContinuation: Bool { width == 0 }

    /// The character with its marks; empty in the right half of a wide one.
    public var scalars: [Unicode.Scalar] {
        guard !isContinuation else { return [] }
        guard let firstMark else { return [base] }
        return secondMark.map { [base, firstMark, $0] } ?? [base, firstMark]
    }
}
