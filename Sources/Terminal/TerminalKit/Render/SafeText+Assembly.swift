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

    /// The text, or as much of it as fits with three dots at the end.
    ///
    /// Three dots, because the ellipsis is a character that some terminals draw in two cells.
    func shortened(toWidth width: Int) -> SafeText {
        truncated(toWidth: width, ellipsis: "...")
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
