import TerminalKit

extension SpinnerState {
    /// Returns the progress display of a wait; nil at first, then the seconds waited so far.
    func progress(_ title: SafeText, _ time: ConsoleTime) -> ProgressModel? {
        let now = time.steadyReading
        guard let waited = waited(at: now), let step = step(at: now) else { return nil }
        return ProgressModel(
            title: title,
            done: Int(clamping: waited.components.seconds),
            total: nil,
            unit: "seconds",
            unitOfOne: "second",
            spinnerStep: step
        )
    }

    /// Returns the time of the next change of ``progress(_:_:)``; nil while nothing is waited for.
    func nextProgressDeadlineMilliseconds(_ time: ConsoleTime) -> Int64? {
        let now = time.steadyReading
        guard let waited = waited(at: now), let turn = nextDeadline(at: now) else { return nil }
        let second = now + .seconds(waited.components.seconds + 1) - waited
        return ConsoleTime.milliseconds(min(turn, second))
    }
}
