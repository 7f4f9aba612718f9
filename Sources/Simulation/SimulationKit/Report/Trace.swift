/// A log of the run, line by line, for the replay of a seed.
final class Trace: Sendable {
    /// True if lines are kept; if not, their text is never computed.
    let isKept: Bool
    private let lines = Cell<[String]>([])
    private let now: @Sendable () -> Int64

    init(isKept: Bool, now: @escaping @Sendable () -> Int64) {
        self.isKept = isKept
        self.now = now
    }

    /// Adds a line with the virtual time.
    func note(_ line: @autoclosure () -> String) {
        guard isKept else { return }
        let milliseconds = now() / 1_000_000
        let digits = String(milliseconds)
        let padding = String(repeating: " ", count: max(0, 8 - digits.count))
        lines.value.append("\(padding)\(digits)  \(line())")
    }

    /// The lines logged so far.
    var text: [String] { lines.value }
}
