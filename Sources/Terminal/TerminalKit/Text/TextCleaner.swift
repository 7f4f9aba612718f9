/// Converts characters into the safe cells of a ``SafeText``, one after another.
struct TextCleaner {
    /// Author of the text.
    enum Origin {
        /// Our own text: spaces are kept as they are.
        case trusted
        /// Text by others: runs of spaces become one, and look-alike letters are searched for.
        case untrusted(TextLimit)
    }

    /// The cells created so far.
    private(set) var cells: [TextCell] = []
    /// The warnings found so far.
    private(set) var flags: SafeTextFlags = []
    /// Notes on suspicious characters found so far.
    private(set) var notes: [ScalarNote] = []
    private let collapsesSpaces: Bool
    private let maximumCells: Int
    /// True if a character was left out for lack of room; its marks are left out too.
    private var isFull = false

    /// Cleans a text from the given author.
    init(_ text: some Sequence<Unicode.Scalar>, origin: Origin) {
        switch origin {
        case .trusted:
            collapsesSpaces = false
            maximumCells = .max
            takeAll(Array(text))
        case .untrusted(let limit):
            collapsesSpaces = true
            maximumCells = limit.characters
            takeAll(firstScalars(of: text, atMost: limit.scalarsRead))
            trim()
            markLookAlikes(limit)
        }
    }

    // MARK: - Steps

    private mutating func firstScalars(
        of text: some Sequence<Unicode.Scalar>,
        atMost count: Int
    ) -> [Unicode.Scalar] {
        var first: [Unicode.Scalar] = []
        for scalar in text {
            guard first.count < count else {
                flags.insert(.truncated)
                break
            }
            first.append(scalar)
        }
        return first
    }

    private mutating func takeAll(_ scalars: [Unicode.Scalar]) {
        cells.reserveCapacity(min(scalars.count, maximumCells))
        // Invisible characters are removed first. They separate letters and marks that compose
        // without them, and the remaining text must be composed.
        let visible = scalars.filter { scalar in
            switch ScalarClass(scalar) {
            case .bidirectional: note(scalar, .bidirectional, .bidi)
            case .hidden: note(scalar, .hidden, .hidden)
            default: return true
            }
            return false
        }
        for scalar in CanonicalComposition.compose(visible) {
            take(scalar)
        }
    }

    private mutating func take(_ scalar: Unicode.Scalar) {
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
            note(scalar, .control, .control)
            append(.replacement)
        case .undrawable:
            note(scalar, .undrawable, .undrawable)
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
        if !cells[cells.count - 1].combine(mark) {
            note(mark, .excessMark, .tooManyMarks)
        }
    }

    private mutating func note(
        _ scalar: Unicode.Scalar,
        _ problem: ScalarNote.Problem,
        _ flag: SafeTextFlags
    ) {
        flags.insert(flag)
        notes.append(ScalarNote(scalar: scalar, problem: problem))
    }

    private mutating func trim() {
        while cells.last == .space { cells.removeLast() }
    }

    private mutating func markLookAlikes(_ limit: TextLimit) {
        guard cells.contains(where: { $0.base.value >= 0x80 }) else { return }
        let parts =
            limit.mayMixAlphabetsBetweenWords
            ? cells.indices.split { cells[$0] == .space }
            : [cells.indices[...]]
        for part in parts {
            for index in LookAlikes.suspects(in: cells[part.startIndex..<part.endIndex]) {
                cells[index].isSuspect = true
                let base = cells[index].base
                note(base, .lookAlike(LookAlikes.ascii(for: base)), .lookAlike)
            }
        }
    }
}
