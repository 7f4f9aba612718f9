/// Converts characters into the safe cells of a ``SafeText``, one after another.
struct TextCleaner {
    /// The cells created so far.
    private(set) var cells: [TextCell] = []
    /// The warnings found so far.
    private(set) var flags: SafeTextFlags = []
    private let collapsesSpaces: Bool
    private let maximumCells: Int
    /// True if a character was left out for lack of room; its marks are left out too.
    private var isFull = false

    /// Cleans our own text, whose spaces are kept as they are.
    init(trusted text: String) {
        collapsesSpaces = false
        maximumCells = .max
        append(Array(text.unicodeScalars))
    }

    /// Cleans text by others: runs of spaces become one, and look-alike letters are flagged.
    init(untrusted text: String, limit: TextLimit) {
        collapsesSpaces = true
        maximumCells = limit.characters
        let scalars = text.unicodeScalars.prefix(limit.scalarsRead)
        if scalars.endIndex < text.unicodeScalars.endIndex { flags.insert(.truncated) }
        append(Array(scalars))
        while cells.last == .space { cells.removeLast() }
        flagLookAlikes(limit)
    }

    // MARK: - Steps

    private mutating func append(_ scalars: [Unicode.Scalar]) {
        cells.reserveCapacity(min(scalars.count, maximumCells))
        // Invisible characters are removed first. They separate letters and marks that compose
        // without them, and the remaining text must be composed.
        let visible = scalars.filter { scalar in
            switch ScalarClass(scalar) {
            case .bidirectional: flags.insert(.bidi)
            case .hidden: flags.insert(.hidden)
            default: return true
            }
            return false
        }
        for scalar in CanonicalComposition.compose(visible) {
            append(scalar)
        }
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        switch ScalarClass(scalar) {
        case .drawn(let width):
            append(TextCell(base: scalar, width: width))
            if WritingScript.isRightToLeft(scalar) { flags.insert(.rightToLeft) }
        case .space:
            if collapsesSpaces, cells.last ?? .space == .space { return }
            append(.space)
        case .mark:
            combine(scalar)
        case .bidirectional, .hidden:
            break
        case .control:
            flags.insert(.control)
            append(.replacement)
        case .undrawable:
            flags.insert(.undrawable)
            append(.replacement)
        }
    }

    private mutating func append(_ cell: TextCell) {
        if cells.count < maximumCells {
            cells.append(cell)
        } else if cell != .space {
            isFull = true
            flags.insert(.truncated)
        }
    }

    private mutating func combine(_ mark: Unicode.Scalar) {
        if isFull { return }
        if cells.last ?? .space == .space {
            append(TextCell(base: "\u{25CC}", width: 1))
        }
        if isFull { return }
        if !cells[cells.count - 1].combine(mark) { flags.insert(.tooManyMarks) }
    }

    private mutating func flagLookAlikes(_ limit: TextLimit) {
        guard cells.contains(where: { $0.base.value >= 0x80 }) else { return }
        let parts =
            limit.mayMixAlphabetsBetweenWords
            ? cells.indices.split { cells[$0] == .space }
            : [cells.indices[...]]
        for part in parts {
            for index in LookAlikes.suspects(in: cells[part.startIndex..<part.endIndex]) {
                cells[index].isSuspect = true
                flags.insert(.lookAlike)
            }
        }
    }
}
