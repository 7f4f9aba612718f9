extension Hint {
    /// Cells between two key hints.
    static let gap = 2
    /// Width of the hint in the bar, in cells.
    var width: Int { key.width + 1 + title.width + Self.gap }
    /// True if this is the help hint, which is never dropped.
    var isHelp: Bool { key == "?" }
}
