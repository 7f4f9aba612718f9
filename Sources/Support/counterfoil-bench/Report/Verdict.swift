/// Whether a figure reaches what was asked for, as the last column of a table.
enum Verdict {
    /// For a figure that is to be small.
    static func atMost(_ limit: Double, _ value: Double) -> String {
        "<= \(Digits.short(limit)), \(value <= limit ? "met" : "MISSED")"
    }

    /// For a figure that is to be large.
    static func atLeast(_ limit: Double, _ value: Double) -> String {
        ">= \(Digits.short(limit)), \(value >= limit ? "met" : "MISSED")"
    }
}
