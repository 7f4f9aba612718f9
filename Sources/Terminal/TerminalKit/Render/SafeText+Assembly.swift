/// Sentences made of safe texts, and texts that give way.
extension SafeText {
    /// The texts one after another.
    static func joined(_ parts: [SafeText], separator: SafeText) -> SafeText {
        var cells: [TextCell] = []
        var flags: SafeTextFlags = []
        for (index, part) in parts.enumerated() {
            if index > 0 { cells += separator.cells }
            cells += part.cells
            flags.formUnion(part.flags)
        }
        return SafeText(cells: cells, flags: flags, inspection: parts.flatMap(\.inspection))
    }

    /// What stands between the values of a line that is read out.
    static let valueSeparator: SafeText = "; "

    /// The text as one value of a line that is read out, whoever wrote it.
    ///
    /// With a mark in it that separates values, or with a quotation mark, it stands in quotation marks,
    /// and each of its own is written twice. Words of ours say that it is one value, since few screen
    /// readers read marks out.
    var asOneValue: SafeText {
        // By their bases: a mark on a separator makes it no other to whoever hears it.
        let isSeparated = cells.contains { Self.separatingMarks.contains($0.base) }
        guard isSeparated || cells.contains(where: { $0.base == "\"" }) else { return self }
        let mark = TextCell(base: "\"", width: 1)
        let doubled = cells.flatMap { $0.base == mark.base ? [mark, $0] : [$0] }
        let text = SafeText(cells: doubled, flags: flags, inspection: inspection)
        return isSeparated ? "\(quoted: text) (one value)" : "\(quoted: text)"
    }

    /// The semicolon, and the marks that are taken for one.
    private static let separatingMarks: Set<Unicode.Scalar> = [
        ";", "\u{037E}", "\u{061B}", "\u{204F}", "\u{FE14}", "\u{FE54}", "\u{FF1B}",
    ]

    /// The text, or as much of it as fits with three dots at the end.
    ///
    /// Three dots, because the ellipsis is a character that some terminals draw in two cells.
    func shortened(toWidth width: Int) -> SafeText {
        truncated(toWidth: width, ellipsis: "...")
    }

    /// The text in so many cells, with one dot where it is cut.
    ///
    /// What stands behind its last comma goes as a whole where hardly a letter of it would stay.
    ///
    /// - Parameters:
    ///   - width: The cells there are.
    ///   - fewest: The cells below which a beginning of a word tells nothing.
    /// - Returns: A text no wider than asked.
    func givingWay(toWidth width: Int, fewest: Int) -> SafeText {
        guard self.width > width else { return self }
        if let comma = cells.lastIndex(where: { $0.base == "," }), comma > 0 {
            let head = SafeText(
                cells: Array(cells[..<comma]),
                flags: flags,
                inspection: inspection
            )
            let room = width - head.width
            if room >= 0, room < ", ".count + fewest { return head }
        }
        return truncated(toWidth: width, ellipsis: ".")
    }

    /// The text without its first cells; a wide character cut in two goes whole.
    func droppingCells(_ count: Int) -> SafeText {
        guard count > 0 else { return self }
        var dropped = 0
        let rest = cells.drop { cell in
            guard dropped < count else { return false }
            dropped += cell.width
            return true
        }
        return SafeText(cells: Array(rest), flags: flags, inspection: inspection)
    }

    /// The text without the space in front of it, where there is one.
    var droppingLeadingSpace: SafeText { cells.first == .space ? droppingCells(1) : self }
}

/// The remark that is printed beside words that somebody else chose.
public struct UntrustedRemark: Equatable {
    /// The gravest of the text's flags, in words.
    public var word: SafeText
    /// Whether it can be a sign of deceit.
    var isWarning: Bool

    /// Looks at a text's flags; nil when they say nothing.
    public init?(_ text: SafeText) {
        let warnings = text.flags.intersection(.warnings)
        isWarning = !warnings.isEmpty
        guard let word = (isWarning ? warnings : text.flags).words.first else { return nil }
        self.word = word
    }
}
