/// The steps of a task and which of them is on the screen.
public struct Stepper: Equatable, Sendable {
    /// The steps' names in order.
    public let titles: [SafeText]
    /// The step on the screen, 0-based; `titles.count` once all are done.
    public private(set) var current: Int

    /// Starts at the first step.
    public init(_ titles: [SafeText]) {
        self.titles = titles
        current = 0
    }

    /// Whether every step is done.
    public var isFinished: Bool { current >= titles.count }

    /// Goes on to the next step, or past the last one.
    public mutating func advance() {
        current = min(current + 1, titles.count)
    }

    /// Goes back a step.
    ///
    /// - Returns: False on the first step, where there is nowhere to go back to.
    public mutating func goBack() -> Bool {
        guard current > 0 else { return false }
        current -= 1
        return true
    }

    /// The steps as the screen shows them.
    public var crumbs: [Crumb] {
        titles.enumerated().map { index, title in
            Crumb(title, index < current ? .done : index == current ? .current : .ahead)
        }
    }
}
