/// Where the free cells of a line go.
public enum TextAlignment: Hashable, Sendable {
    /// Behind the text.
    case leading
    /// Before the text.
    case trailing
    /// On both sides, the odd one behind.
    case centre
}

extension SafeText {
    /// As much of the text as fits, with an ellipsis where something was left out.
    ///
    /// Never for amounts: an amount is shown whole or not at all. Flags stay, since what was left
    /// out may be what they speak of; ``SafeTextFlags/truncated`` is not set, because the text
    /// itself is whole.
    ///
    /// - Parameters:
    ///   - width: The cells there are; none gives an empty text.
    ///   - ellipsis: What marks the cut; left out where it does not fit either.
    /// - Returns: A text no wider than asked.
    public func truncated(toWidth width: Int, ellipsis: SafeText = "\u{2026}") -> SafeText {
        guard self.width > width else { return self }
        let mark = ellipsis.width <= width ? ellipsis : .empty
        let kept = Self.prefix(of: cells[...], width: max(0, width) - mark.width)
        return SafeText(cells: kept + mark.cells, flags: flags, inspection: inspection)
    }

    /// The text with spaces up to a width; unchanged when it is wider.
    public func padded(toWidth width: Int, alignment: TextAlignment = .leading) -> SafeText {
        let free = width - self.width
        guard free > 0 else { return self }
        let before =
            switch alignment {
            case .leading: 0
            case .trailing: free
            case .centre: free / 2
            }
        return SafeText(
            cells: Self.spaces(before) + cells + Self.spaces(free - before),
            flags: flags,
            inspection: inspection
        )
    }

    /// The text in exactly so many cells: cut or filled.
    public func fitted(
        toWidth width: Int,
        alignment: TextAlignment = .leading,
        ellipsis: SafeText = "\u{2026}"
    ) -> SafeText {
        truncated(toWidth: width, ellipsis: ellipsis)
            .padded(toWidth: max(0, width), alignment: alignment)
    }

    /// The text in lines no wider than a width, broken at spaces where there are any.
    ///
    /// A word wider than a line is broken anywhere. A character of two cells in a line of one is
    /// shown as U+FFFD. The spaces at a break are left out. Every line carries the flags of the
    /// whole, because nobody can know which line they speak of.
    ///
    /// - Parameter width: The cells of a line; none gives no lines.
    /// - Returns: The lines; one empty line for an empty text.
    public func wrapped(toWidth width: Int) -> [SafeText] {
        guard width > 0 else { return [] }
        var lines: [SafeText] = []
        var rest = cells[...]
        while !rest.isEmpty {
            let line = Self.firstLine(of: rest, width: width)
            rest = rest.dropFirst(line.taken)
            lines.append(SafeText(cells: line.cells, flags: flags, inspection: inspection))
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
        // The break falls inside a word, which goes to the next line whole if it does not start
        // this one.
        guard let space = cells[..<end].lastIndex(of: .space),
            let last = cells[..<space].lastIndex(where: { $0 != .space })
        else {
            return (Array(cells[..<end]), end - cells.startIndex)
        }
        return (Array(cells[...last]), space + 1 - cells.startIndex)
    }

    private static func prefix(of cells: ArraySlice<TextCell>, width: Int) -> [TextCell] {
        var used = 0
        return Array(
            cells.prefix { cell in
                used += cell.width
                return used <= width
            }
        )
    }

    private static func spaces(_ count: Int) -> [TextCell] {
        Array(repeating: .space, count: max(0, count))
    }
}
