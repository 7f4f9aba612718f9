extension SafeText {
    /// The text as a string that is safe to print to a terminal, a file or a screen reader.
    package var plain: String {
        var scalars = String.UnicodeScalarView()
        for cell in cells {
            scalars.append(cell.base)
            if let mark = cell.firstMark { scalars.append(mark) }
            if let mark = cell.secondMark { scalars.append(mark) }
        }
        return String(scalars)
    }

    /// The text in ASCII, as in `caf\u{00E9}`: in messages, letters that look alike must differ.
    var escaped: String {
        plain.unicodeScalars.map { scalar in
            scalar.isASCII && scalar != "\\" ? String(scalar) : Self.escape(scalar)
        }
        .joined()
    }

    /// Returns a character escaped by its number, as in `\u{202E}`; safe to print.
    static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "\\u{" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "}"
    }

    /// The text for a terminal that shows ASCII only, with the same width.
    ///
    /// Accents are left out, and typographic marks are replaced by plain ones. Any other character
    /// becomes a question mark in each of its cells.
    package var ascii: SafeText {
        guard cells.contains(where: { !$0.base.isASCII || $0.firstMark != nil }) else {
            return self
        }
        let plainCells = cells.flatMap { cell in
            var plain = TextCell(base: Self.asciiForm(of: cell.base), width: 1)
            plain.isSuspect = cell.isSuspect
            return Array(repeating: plain, count: cell.width)
        }
        return SafeText(cells: plainCells, flags: flags)
    }

    private static func asciiForm(of scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.isASCII { return scalar }
        let base = CanonicalComposition.base(of: scalar)
        if base.isASCII { return base }
        return switch scalar {
        case "\u{2018}", "\u{2019}": "'"
        case "\u{201C}", "\u{201D}": "\""
        case "\u{2010}"..."\u{2015}", "\u{2212}": "-"
        case "\u{2026}", "\u{00B7}": "."
        default: "?"
        }
    }
}
