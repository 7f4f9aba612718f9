/// The one table of how many cells a character takes.
///
/// Widths are those of Unicode's East Asian Width: wide and fullwidth characters take two cells,
/// all others one, ambiguous ones among them (they are two only in terminals set up for East Asian
/// languages, which is why amounts and lines are drawn without them). The version of Unicode is
/// pinned, and is that of glibc in Debian 12, so that our idea of a row and the terminal's agree.
public enum CellWidth {
    /// The version of Unicode that the table is taken from.
    public static let unicodeVersion = CellWidthTable.unicodeVersion

    /// The cells that a character takes: 0 for a combining mark, 1, 2, or nil when it must not be
    /// drawn at all.
    ///
    /// - Complexity: O(1) for ASCII, else O(log n) in the runs of the table.
    public static func of(_ scalar: Unicode.Scalar) -> Int? {
        let value = scalar.value
        if value < 0x7F { return value < 0x20 ? nil : 1 }
        let runs = CellWidthTable.runs
        let found = SortedRuns.value(in: runs, shift: 2, at: value)
        return found == 0 ? nil : Int(found) - 1
    }
}

/// Tables of runs: the first character of each, shifted left, with the run's value below it.
enum SortedRuns {
    /// The value of the run that holds a character; the first run starts at zero.
    static func value(in runs: [UInt32], shift: UInt32, at scalar: UInt32) -> UInt32 {
        var low = 0
        var high = runs.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if runs[middle] >> shift <= scalar {
                low = middle
            } else {
                high = middle
            }
        }
        return runs[low] & ((1 << shift) - 1)
    }
}
