/// A measured figure with the limit that it has to keep.
struct Goal: Sendable {
    /// The figure in words; a dash if it was not measured.
    let figure: String
    /// The limit in words.
    let limit: String
    /// True if the figure was measured and keeps the limit.
    let isMet: Bool

    /// The last cell of a table's row.
    var verdict: String { "\(limit), \(word)" }

    /// One word for the result.
    var word: String { isMet ? "met" : "MISSED" }

    /// Returns the goal of a figure with an upper limit.
    static func atMost(_ limit: Double, _ value: Double?, _ unit: String) -> Goal {
        Goal(
            figure: value.map { "\(Digits.short($0)) \(unit)" } ?? "-",
            limit: "<= \(Digits.short(limit))",
            isMet: value.map { $0 <= limit } ?? false
        )
    }

    /// Returns the goal of a figure with a lower limit.
    static func atLeast(_ limit: Double, _ value: Double?, _ unit: String) -> Goal {
        Goal(
            figure: value.map { "\(Digits.short($0)) \(unit)" } ?? "-",
            limit: ">= \(Digits.short(limit))",
            isMet: value.map { $0 >= limit } ?? false
        )
    }

    /// Returns the goal of a figure that may be so many times another one.
    static func atMost(_ ratio: Double, times other: Double, _ value: Double) -> Goal {
        Goal(
            figure: Digits.ratio(value, to: other),
            limit: "<= \(Digits.ratio(ratio, to: 1))",
            isMet: value <= ratio * other
        )
    }

    /// Returns the goal of a figure that has to be so many times another one.
    static func atLeast(_ ratio: Double, times other: Double, _ value: Double) -> Goal {
        Goal(
            figure: Digits.ratio(value, to: other),
            limit: ">= \(Digits.ratio(ratio, to: 1))",
            isMet: value >= ratio * other
        )
    }

    /// Returns the goal of a figure that may not be above that of another program.
    static func notAbove(
        _ program: String,
        _ other: Double?,
        _ value: Double?,
        _ unit: String
    ) -> Goal {
        Goal(
            figure: value.map { "\(Digits.short($0)) \(unit)" } ?? "-",
            limit: "<= \(program)\(other.map { " (\(Digits.short($0)))" } ?? "")",
            isMet: value.flatMap { own in other.map { own <= $0 } } ?? false
        )
    }
}
