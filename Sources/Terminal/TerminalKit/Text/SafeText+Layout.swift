/// Alignment of text in a row, which decides on which side cells stay free.
package enum TextAlignment: Hashable, Sendable {
    /// Free cells follow the text.
    case leading
    /// Free cells precede the text.
    case trailing
    /// Free cells are on both sides, with an odd one after the text.
    case centre
}

extension SafeText {
    /// Returns the text cut to a width, with an ellipsis if something was left out and it fits.
    ///
    /// Do not use it for amounts: an amount is shown whole or not at all. The flags are kept, since
    /// they may refer to the part that was left out. ``SafeTextFlags/truncated`` is not set,
    /// because the text itself is whole.
    package func truncated(toWidth width: Int, ellipsis: SafeText = "\u{2026}") -> SafeText {
        guard self.width > width else { return self }
        let mark = ellipsis.width <= width ? ellipsis : .empty
        var room = max(0, width) - mark.width
        let kept = cells.prefix { cell in
            room -= cell.width
            return room >= 0
        }
        return SafeText(cells: Array(kept) + mark.cells, flags: flags)
    }

    /// Returns the text in lines of a maximum width, broken at spaces if possible.
    ///
    /// A word wider than a line is broken anywhere. A character of two cells in a line of one is
    /// shown as U+FFFD. The spaces at a break are left out. Every line carries the flags of the
    /// whole text, because a flag cannot be attributed to a line. A width of 0 gives no lines.
    package func wrapped(toWidth width: Int) -> [SafeText] {
        guard width > 0 else { return [] }
        var lines: [SafeText] = []
        var rest = cells[...]
        while !rest.isEmpty {
            let line = Self.firstLine(of: rest, width: width)
            rest = rest.dropFirst(line.taken)
            lines.append(SafeText(cells: line.cells, flags: flags))
        }
        return lines.isEmpty ? [self] : lines
    }

    private static func firstLine(
        of cells: ArraySlice<TextCell>,
        width: Int
    ) -> (cells: [TextCell], taken: Int) {
        var used = 0
        var end = cells.startIndex
        while end < cells.endIndex, used + cells[end].width <= width {
            used += cells[end].width
            end += 1
        }
        if end == cells.startIndex {
            return ([.replacement], 1)
        }
        if end == cells.endIndex || cells[end] == .space {
            let after = cells[end...].prefix { $0 == .space }.count
            return (Array(cells[..<end]), end - cells.startIndex + after)
        }
        // The break falls inside a word. The word moves to the next line unless it starts this one.
        guard let space = cells[..<end].lastIndex(of: .space),
            let last = cells[..<space].lastIndex(where: { $0 != .space })
        else {
            return (Array(cells[..<end]), end - cells.startIndex)
        }
        return (Array(cells[...last]), space + 1 - cells.startIndex)
    }
}
