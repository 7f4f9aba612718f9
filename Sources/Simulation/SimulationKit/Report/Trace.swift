/// What happened, line by line, for whoever replays a seed.
final class Trace: Sendable {
    /// Whether lines are kept; without that nothing is even put into words.
    let isKept: Bool
    private let lines = Cell<[String]>([])
    private let now: @Sendable () -> Int64

    init(isKept: Bool, now: @escaping @Sendable () -> Int64) {
        self.isKept = isKept
        self.now = now
    }

    /// Adds a line.
    func note(_ line: @autoclosure () -> String) {
        guard isKept else { return }
        let milliseconds = now() / 1_000_000
        let digits = String(milliseconds)
        let padding = String(repeating: " ", count: max(0, 8 - digits.count))
        lines.value.append("\(padding)\(digits)  \(line())")
    }

    /// The lines so far.
    var text: [String] { lines.value }
}
