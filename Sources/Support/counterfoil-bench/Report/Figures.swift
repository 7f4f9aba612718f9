/// A list of measured values with statistics.
struct Figures: Sendable {
    private(set) var values: [Double] = []

    /// Creates an empty list.
    init() {}

    /// Creates a list of times, in milliseconds.
    init(_ times: [Duration]) {
        for time in times { add(time) }
    }

    /// Adds a measured value.
    mutating func add(_ value: Double) {
        values.append(value)
    }

    /// Adds a time, in milliseconds.
    mutating func add(_ time: Duration) {
        values.append(time / .milliseconds(1))
    }

    /// Adds all values of another list.
    mutating func add(_ other: Figures) {
        values += other.values
    }

    /// The median value; nil if there are none.
    var median: Double? { percentile(50) }

    /// Returns a percentile as the nearest measured value, or nil if there are none.
    func percentile(_ percent: Double) -> Double? {
        guard !values.isEmpty else { return nil }
        let place = (percent / 100 * Double(values.count)).rounded(.up)
        return values.sorted()[min(values.count - 1, max(0, Int(place) - 1))]
    }
}

/// Formats numbers for people.
enum Digits {
    /// Returns a number with three significant digits and at most two decimals.
    static func short(_ value: Double) -> String {
        let size = abs(value)
        if size >= 100 || value == value.rounded() { return grouped(Int(value.rounded())) }
        return fixed(value, places: size >= 10 ? 1 : 2)
    }

    /// Returns a ratio, such as `0.87x`.
    static func ratio(_ value: Double, to peer: Double) -> String {
        peer == 0 ? (value == 0 ? "equal" : "more") : fixed(value / peer, places: 2) + "x"
    }

    private static func fixed(_ value: Double, places: Int) -> String {
        let scale = places == 1 ? 10.0 : 100.0
        let number = Int((abs(value) * scale).rounded())
        let fraction = String(number % Int(scale))
        let zeros = String(repeating: "0", count: places - fraction.count)
        return "\(value < 0 ? "-" : "")\(grouped(number / Int(scale))).\(zeros)\(fraction)"
    }

    private static func grouped(_ number: Int) -> String {
        let digits = Array(String(abs(number)))
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return text
    }
}
