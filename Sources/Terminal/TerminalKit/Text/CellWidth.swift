/// Display width of characters in cells.
///
/// Widths follow Unicode's East Asian Width. Wide and fullwidth characters take two cells, all
/// others one. Ambiguous characters count as one: they are two only in terminals configured for
/// East Asian languages, so amounts and lines are drawn without them. The version of Unicode is
/// pinned to that of glibc in Debian 12, so that our widths and the terminal's agree.
package enum CellWidth {
    /// Returns the width of a character: 0 for a combining mark, 1, 2; nil if it must not be drawn.
    package static func of(_ scalar: Unicode.Scalar) -> Int? {
        let value = scalar.value
        if value < 0x7F { return value < 0x20 ? nil : 1 }
        let runs = CellWidthTable.runs
        let found = SortedRuns.value(in: runs, shift: 2, at: value)
        return found == 0 ? nil : Int(found) - 1
    }
}

/// Lookup in tables of runs.
///
/// Each element is a run's first character, shifted left, with the run's value in the low bits.
enum SortedRuns {
    /// Returns the value of the run that contains a character; the first run must start at zero.
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
