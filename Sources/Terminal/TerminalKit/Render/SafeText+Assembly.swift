/// Joining and shortening of safe texts.
extension SafeText {
    /// Returns the texts joined by a separator.
    static func joined(_ parts: [SafeText], separator: SafeText) -> SafeText {
        var cells: [TextCell] = []
        var flags: SafeTextFlags = []
        for (index, part) in parts.enumerated() {
            if index > 0 { cells += separator.cells }
            cells += part.cells
            flags.formUnion(part.flags)
        }
        return SafeText(cells: cells, flags: flags)
    }

    /// Separator between the values of a line that is read out.
    static let valueSeparator: SafeText = "; "

    /// The text quoted if needed so that it reads as one value.
    ///
    /// A text that contains a separator or a quotation mark is put in quotation marks, and each of
    /// its own quotation marks is doubled. If it contains a separator, the words "(one value)"
    /// follow, because few screen readers read quotation marks out.
    var asOneValue: SafeText {
        // Compares base characters, because a combining mark on a separator is not audible.
        let isSeparated = cells.contains { Self.separatingMarks.contains($0.base) }
        guard isSeparated || cells.contains(where: { $0.base == "\"" }) else { return self }
        let mark = TextCell(base: "\"", width: 1)
        let doubled = cells.flatMap { $0.base == mark.base ? [mark, $0] : [$0] }
        let text = SafeText(cells: doubled, flags: flags)
        return isSeparated ? "\(quoted: text) (one value)" : "\(quoted: text)"
    }

    /// The semicolon and characters that look like one.
    private static let separatingMarks: Set<Unicode.Scalar> = [
        ";", "\u{037E}", "\u{061B}", "\u{204F}", "\u{FE14}", "\u{FE54}", "\u{FF1B}",
    ]

    /// Returns the text cut to `width`, with three dots at the end if it was cut.
    ///
    /// Three dots are used because some terminals draw the ellipsis character two cells wide.
    func shortened(toWidth width: Int) -> SafeText {
        truncated(toWidth: width, ellipsis: "...")
    }

    /// Returns the text cut to a width, with one dot at the end if it was cut.
    ///
    /// The part after the last comma is dropped whole if fewer than `fewest` cells of it would
    /// remain.
    func givingWay(toWidth width: Int, fewest: Int) -> SafeText {
        guard self.width > width else { return self }
        if let comma = cells.lastIndex(where: { $0.base == "," }), comma > 0 {
            let head = SafeText(cells: Array(cells[..<comma]), flags: flags)
            let room = width - head.width
            if room >= 0, room < ", ".count + fewest { return head }
        }
        return truncated(toWidth: width, ellipsis: ".")
    }

    /// Returns the text without its first cells; a wide character cut in two is dropped whole.
    func droppingCells(_ count: Int) -> SafeText {
        guard count > 0 else { return self }
        var dropped = 0
        let rest = cells.drop { cell in
            guard dropped < count else { return false }
            dropped += cell.width
            return true
        }
        return SafeText(cells: Array(rest), flags: flags)
    }

    /// The text without one leading space, if it has one.
    var droppingLeadingSpace: SafeText { cells.first == .space ? droppingCells(1) : self }
}

/// Remark that is printed beside untrusted text.
package struct UntrustedRemark: Equatable {
    /// The gravest of the text's flags, in words.
    package var word: SafeText
    /// True if the flag can be a sign of deceit.
    var isWarning: Bool

    /// Creates a remark from a text's flags, or nil if no flag needs one.
    package init?(_ text: SafeText) {
        let warnings = text.flags.intersection(.warnings)
        isWarning = !warnings.isEmpty
        guard let word = (isWarning ? warnings : text.flags).words.first else { return nil }
        self.word = word
    }
}
