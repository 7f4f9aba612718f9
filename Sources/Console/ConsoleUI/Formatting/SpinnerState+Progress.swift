import TerminalKit

extension SpinnerState {
    /// Returns the progress display of a wait; nil at first, then the seconds waited so far.
    func progress(_ title: SafeText, _ time: ConsoleTime) -> ProgressModel? {
        let now = time.steadyMilliseconds
        guard let startedMilliseconds, let step = step(nowMilliseconds: now) else { return nil }
        return ProgressModel(
            title: title,
            done: Int(clamping: (now - startedMilliseconds) / 1_000),
            total: nil,
            unit: "seconds",
            unitOfOne: "second",
            spinnerStep: step
        )
    }

    /// Returns the time of the next change of ``progress(_:_:)``; nil while nothing is waited for.
    func nextProgressDeadlineMilliseconds(_ time: ConsoleTime) -> Int64? {
        let now = time.steadyMilliseconds
        guard let startedMilliseconds, let turn = nextDeadlineMilliseconds(nowMilliseconds: now)
        else { return nil }
        let waited = max(0, now - startedMilliseconds)
        return min(turn, now + 1_000 - waited % 1_000)
    }
}
