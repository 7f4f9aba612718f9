/// The last column of a table, which says if a figure meets its goal.
enum Verdict {
    /// Returns the verdict on a figure with an upper limit.
    static func atMost(_ limit: Double, _ value: Double) -> String {
        "<= \(Digits.short(limit)), \(value <= limit ? "met" : "MISSED")"
    }

    /// Returns the verdict on a figure that may be so many times another one.
    static func atMost(_ ratio: Double, times other: Double, _ value: Double) -> String {
        "<= \(Digits.ratio(ratio, to: 1)), \(value <= ratio * other ? "met" : "MISSED")"
    }

    /// Returns the verdict on a figure with a lower limit.
    static func atLeast(_ limit: Double, _ value: Double) -> String {
        ">= \(Digits.short(limit)), \(value >= limit ? "met" : "MISSED")"
    }
}
